-- A new callback with each request, and a new student with every eighth.
local file = io.open(os.getenv('LOAD_FOLDER') .. '/section-complete.json')
local before, between, tail = file:read('*a'):match('^(.*){CALLBACK_ID}(.*){USER_ID}(.*)$')
file:close()

local head = 'POST /webhooks/smartermeasure HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
  .. 'X-SmarterMeasure-Verification-Key: ' .. os.getenv('LOAD_KEY') .. '\r\nContent-Length: '
  .. (#before + 32 + #between + 12 + #tail) .. '\r\n\r\n' .. before
local run = os.getenv('LOAD_RUN')
local n = 0

request = function()
  n = n + 1
  -- Ids are spread as the vendor's are: the counter's digits go first, the lowest foremost.
  local id = string.format('%08x', (n * 2654435761) % 4294967296)
  return head .. id .. run .. string.format('%08x', n) .. between .. run:sub(1, 4)
    .. string.format('%08d', math.floor(n / 8)) .. tail
end
