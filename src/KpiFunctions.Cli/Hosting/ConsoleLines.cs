using Microsoft.Extensions.Logging;

namespace KpiFunctions.Cli.Hosting;

/// <summary>Writes log messages as single lines to the error stream, without categories and colours.</summary>
internal sealed class ConsoleLines : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Lines();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Lines : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var cause = exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}";
            var level = logLevel == LogLevel.Information ? "info" : logLevel.ToString().ToLowerInvariant();
            Console.Error.WriteLine($"{level}: {formatter(state, exception)}{cause}");
        }
    }
}
