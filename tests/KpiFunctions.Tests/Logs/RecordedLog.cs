using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Tests.Logs;

/// <summary>A line as it was logged.</summary>
/// <param name="Source">The class that logged it, without its namespace.</param>
/// <param name="Name">The message's name.</param>
internal sealed record LogLine(string Source, string Name, LogLevel Level, string Text)
{
    public string Event => $"{Source}.{Name}";
}

/// <summary>Records what the pipeline logs.</summary>
internal sealed class RecordedLog : ILoggerProvider
{
    public ConcurrentQueue<LogLine> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName[(categoryName.LastIndexOf('.') + 1)..], Lines);

    public void Dispose()
    {
    }

    private sealed class Recorder(string source, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new(source, eventId.Name ?? "", logLevel, formatter(state, exception)));
    }
}
