using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Tests.Functions;

public sealed class LoggingTests
{
    [Theory]
    [InlineData("Azure.Core")]
    [InlineData("Azure.Identity")]
    [InlineData("Polly")]
    [InlineData("System.Net.Http.HttpClient.source-youtube.LogicalHandler")]
    [InlineData("System.Net.Http.HttpClient.sendgrid.ClientHandler")]
    public void A_library_that_logs_each_request_logs_warnings_only(string category)
    {
        var logger = Loggers().CreateLogger(category);
        logger.IsEnabled(LogLevel.Information).ShouldBeFalse();
        logger.IsEnabled(LogLevel.Warning).ShouldBeTrue();
    }

    [Fact]
    public void The_pipeline_logs_what_it_does() =>
        Loggers().CreateLogger("KpiFunctions.Pipeline.Runs.MessageRunner").IsEnabled(LogLevel.Information).ShouldBeTrue();

    [Fact]
    public void The_host_is_told_the_same_in_host_json()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("host.json")));
        var levels = host.RootElement.GetProperty("logging").GetProperty("logLevel").EnumerateObject().ToDictionary(level => level.Name, level => level.Value.GetString());
        levels.Where(level => level.Value == "Warning").Select(level => level.Key).ShouldBe(Logging.QuietCategories, ignoreOrder: true);
        levels["default"].ShouldBe("Information");
    }

    private static ILoggerFactory Loggers() => new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(new Listening()).QuietDependencies())
        .BuildServiceProvider().GetRequiredService<ILoggerFactory>();

    /// <summary>Would log everything that the filters let through.</summary>
    private sealed class Listening : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}
