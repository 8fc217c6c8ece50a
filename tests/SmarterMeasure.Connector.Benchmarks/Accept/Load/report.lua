-- Loaded before either; prints what the measurement reads.
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT %d %d %d %d\n', summary.requests, summary.duration, latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
dofile(os.getenv('LOAD_FOLDER') .. '/' .. os.getenv('LOAD_SCRIPT'))
