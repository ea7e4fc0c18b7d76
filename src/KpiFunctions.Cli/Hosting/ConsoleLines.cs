using Microsoft.Extensions.Logging;

namespace KpiFunctions.Cli.Hosting;

/// <summary>
/// Writes log messages as single lines to the error stream, without categories and colours. A critical one stands between
/// empty lines and in capitals, so that it is seen among the others.
/// </summary>
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
            Console.Error.WriteLine(LineOf(logLevel, formatter(state, exception) + cause));
        }
    }

    /// <summary>A message as it is written.</summary>
    internal static string LineOf(LogLevel level, string message) => level switch
    {
        LogLevel.Critical => $"{Environment.NewLine}>>> CRITICAL: {message}{Environment.NewLine}",
        LogLevel.Information => $"info: {message}",
        _ => $"{level.ToString().ToLowerInvariant()}: {message}",
    };
}
