using System.Reflection;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Runs;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Tests.Logs;

/// <summary>A log message as the code declares it.</summary>
/// <param name="Category">The class that logs it, by its full name.</param>
/// <param name="Parameters">Names of what it is given, the logger left out.</param>
internal sealed record LogMessage(string Category, int Id, string Name, LogLevel Level, string Template, IReadOnlyList<string> Parameters)
{
    private const BindingFlags Declared = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Every message of the pipeline, of the command's hosting and of the app.</summary>
    public static readonly IReadOnlyList<LogMessage> All =
    [
        .. new[] { typeof(PipelineJobs).Assembly, typeof(LocalPipeline).Assembly, Assembly.Load("KpiFunctions") }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(Declared))
            .Select(method => (Method: method, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(found => found.Message is not null)
            .Select(found => new LogMessage(
                (found.Method.DeclaringType!.DeclaringType ?? found.Method.DeclaringType).FullName!,
                found.Message!.EventId,
                found.Method.Name,
                found.Message.Level,
                found.Message.Message,
                [.. found.Method.GetParameters().Where(parameter => parameter.ParameterType != typeof(ILogger)).Select(parameter => parameter.Name!)])),
    ];
}
