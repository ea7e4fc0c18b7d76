using Microsoft.Extensions.Logging;

namespace KpiFunctions;

/// <summary>What the app logs. <c>host.json</c> says the same of the host, whose log is another one.</summary>
public static class Logging
{
    /// <summary>
    /// Libraries that log each request that they send. An idle app would fill its log with them, and what matters of a
    /// failed request stands in the job's own message.
    /// </summary>
    public static IReadOnlyList<string> QuietCategories { get; } = ["Azure.Core", "Azure.Identity", "Polly", "System.Net.Http.HttpClient"];

    /// <summary>Logs warnings and errors of these libraries only.</summary>
    public static ILoggingBuilder QuietDependencies(this ILoggingBuilder logging)
    {
        foreach (var category in QuietCategories) logging.AddFilter(category, LogLevel.Warning);
        return logging;
    }
}
