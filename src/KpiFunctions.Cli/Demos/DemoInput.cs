using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Cli.Demos;

/// <summary>What the demo drops: <c>clients/*.json</c>, and exports as <c>imports/{client}/*</c>.</summary>
/// <param name="Clients">The configs that are in order.</param>
internal sealed record DemoInput(IReadOnlyList<DroppedFile> Configs, IReadOnlyList<DroppedFile> Imports, IReadOnlyList<ClientConfig> Clients)
{
    /// <summary>The samples that come with the program.</summary>
    public static string Samples => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>Reads a directory.</summary>
    /// <exception cref="UsageException">It holds no config.</exception>
    public static DemoInput Read(string directory, ConfigParser parser, DateOnly today)
    {
        var configs = Files(Path.Combine(directory, "clients"), "*.json");
        if (configs.Count == 0) throw new UsageException($"There is no config in {Path.Combine(directory, "clients")}: put a {{client}}.json there.");
        var accepted = configs.Select(file => parser.Parse(file.Name, file.Content, today).Config).OfType<ClientConfig>().ToList();
        return new(configs, Files(Path.Combine(directory, "imports"), "*"), accepted);
    }

    /// <summary>
    /// The stretch of time that holds one digest of each client: from the beginning of its present week to when the last
    /// of them falls due, and at least to <paramref name="now"/>.
    /// </summary>
    public (DateTimeOffset Start, DateTimeOffset End) Span(DateTimeOffset now)
    {
        var (start, end) = (now, now);
        foreach (var schedule in Clients.Select(client => client.Schedule))
        {
            var week = IsoWeek.Of(schedule.Zone.DayAt(now));
            var (monday, due) = (schedule.Zone.StartOf(week.Monday), schedule.In(week).DueAt);
            if (monday < start) start = monday;
            if (due > end) end = due;
        }

        return (start, end);
    }

    private static List<DroppedFile> Files(string directory, string pattern) => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new DroppedFile(Path.GetRelativePath(directory, path).Replace('\\', '/'), File.ReadAllBytes(path)))]
        : [];
}

/// <summary>A file as it is dropped into a container.</summary>
internal sealed record DroppedFile(string Name, byte[] Content);
