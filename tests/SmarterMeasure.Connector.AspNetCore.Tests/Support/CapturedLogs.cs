using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SmarterMeasure.Connector.AspNetCore.Tests.Support;

/// <summary>One log line with everything that a sink could show of it.</summary>
internal sealed record LogLine(string Category, LogLevel Level, string Text);

/// <summary>Keeps every log line: message, structured values, exception, scopes.</summary>
internal sealed class CapturedLogs : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private IExternalScopeProvider? _scopes;

    public IReadOnlyList<LogLine> Lines => [.. _lines];

    public IEnumerable<LogLine> From(string category) =>
        Lines.Where(line => line.Category.StartsWith(category, StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLogs owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => owner._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var parts = new List<string> { formatter(state, exception), exception?.ToString() ?? "" };
            Add(parts, state);
            owner._scopes?.ForEachScope(Add, parts);
            owner._lines.Enqueue(new LogLine(category, logLevel, string.Join(" | ", parts)));
        }

        private static void Add<TScope>(List<string> parts, TScope scope) => Add(scope, parts);

        private static void Add<TScope>(TScope scope, List<string> parts)
        {
            parts.Add(scope?.ToString() ?? "");
            if (scope is IEnumerable<KeyValuePair<string, object?>> values)
                parts.AddRange(values.Select(value => $"{value.Key}={value.Value}"));
        }
    }
}
