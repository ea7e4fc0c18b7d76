using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Trials;

/// <summary>A client with the objectives of some worlds, judged by the engine that makes the digests.</summary>
internal static class SimulatedClient
{
    private static readonly Zone Paris = Zone.Find("Europe/Paris")!;

    /// <summary>A week of the objective that a world is about; of readings that came later nothing is known.</summary>
    public static ObjectiveResult Judge(IWorld world, IReadOnlyList<Reading> readings, IsoWeek week, params IReadOnlyList<TargetConfig> targets)
    {
        IReadOnlyList<Reading> known = [.. readings.Where(reading => reading.Day <= week.Sunday)];
        return Judge(world, HistoryOf(known), week, targets);
    }

    /// <summary>A week of the objective that a world is about.</summary>
    public static ObjectiveResult Judge(IWorld world, ClientHistory history, IsoWeek week, params IReadOnlyList<TargetConfig> targets) =>
        KpiEngine.ComputeFigures(ClientOf(world, [.. history.Readings.Select(reading => reading.Account).Concat(history.Posts.Select(post => post.Account)).Distinct()], targets), history, week).Objectives[0];

    private static ClientHistory HistoryOf(IReadOnlyList<Reading> readings) => new()
    {
        Days = new(readings[0].Day, readings[^1].Day),
        Readings = readings,
        Posts = [],
        Accounts = [],
    };

    private static ClientConfig ClientOf(IWorld world, IReadOnlyList<AccountRef> accounts, IReadOnlyList<TargetConfig> targets) => new()
    {
        Id = "simulated",
        Name = "Simulated",
        Language = "en",
        Schedule = new(DayOfWeek.Monday, new(9, 0), Paris),
        Recipients = [],
        Consultant = new("", ""),
        ReplyTo = "",
        Brand = new("", "#000000", null),
        Sources = [.. accounts.Select(account => new SourceConfig { Type = account.Source, Account = account.Account, Name = account.Account, PostsKeepGrowing = account == GrowingPosts.Slow })],
        Objectives = [new() { Kind = world.Objective, Key = "objective", Targets = targets, Kpis = world.Formula is { } text ? [new(world.Kpi, "Own", Formula.Parse(text).Formula!, null, GoodDirection.Up)] : [] }],
    };
}
