using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads the objectives of a config, and checks that the client's sources can feed them.</summary>
/// <param name="kinds">What each kind of objective is measured by.</param>
/// <param name="language">The client's; null where it has a mistake.</param>
internal sealed class ObjectivesReader(
    IReadOnlyDictionary<string, SourceTraits> sources, IReadOnlyList<ObjectiveTraits> kinds, DateOnly today, string? language)
{
    private readonly Dictionary<string, ObjectiveKind> kindsByKey = kinds.ToDictionary(kind => kind.Key, kind => kind.Kind, StringComparer.Ordinal);

    public IReadOnlyList<ObjectiveConfig> Read(ConfigReader file, IReadOnlyList<SourceConfig> accounts)
    {
        var traits = accounts.Select(account => sources[account.Type]).ToList();

        // A source with a mistake in it would feed something: one mistake is told once.
        var sourcesAreKnown = file.HasAll("sources", accounts.Count);
        var found = new List<ObjectiveConfig>();
        foreach (var (item, i) in file.List("objectives", required: true).Select((item, i) => (item, i)))
        {
            if (ReadObjective(file, item, $"objectives[{i}]", traits, sourcesAreKnown) is not { } objective) continue;
            if (found.Any(known => known.Key == objective.Key))
                file.Error(item.At, $"objectives[{i}]", $"\"{objective.Key}\"", "stands here twice", objective.Kind == ObjectiveKind.Custom ? "give each custom objective a key of its own" : "delete one of them");
            else
                found.Add(objective);
        }

        return found;
    }

    private ObjectiveConfig? ReadObjective(ConfigReader file, LocatedValue item, string path, List<SourceTraits> traits, bool sourcesAreKnown)
    {
        // A bare word is the objective without anything else.
        var entry = item is LocatedText
            ? new ConfigReader(new(item.At, [new("objective", item.At, item)]), path, file.Problems, ConfigShape.Objective)
            : file.ObjectOf(item, path, ConfigShape.Objective);
        if (entry?.OneOf("objective", kindsByKey, required: true) is not { } named) return null;

        var kind = kinds.Single(traits => traits.Kind == named);
        var isCustom = named == ObjectiveKind.Custom;
        foreach (var field in new[] { "key", "kpis" }.Where(field => !isCustom && entry.Has(field)))
            entry.Error(entry.PlaceOf(field), entry.FieldPath(field), null, "is only for the objective \"custom\"", "delete it");
        var key = isCustom ? CustomKpisReader.ReadKey(entry) : entry.Text("objective");
        var kpis = isCustom ? new CustomKpisReader(sourcesAreKnown ? traits : null, language).Read(entry) : [];
        if (!isCustom && sourcesAreKnown) CheckFed(entry, item, kind, traits);
        var targets = ReadTargets(entry, FiguresOf(entry, kind, kpis), isCustom);
        var name = entry.Worded("name", language, required: isCustom);
        return key is null ? null : new() { Kind = named, Key = key, Name = name, Targets = targets, Kpis = kpis };
    }

    /// <summary>The figures that a target may name, and whether each is a share; null where one of them has a mistake.</summary>
    private static Dictionary<string, bool>? FiguresOf(ConfigReader entry, ObjectiveTraits kind, List<CustomKpi> own) =>
        kind.Kind != ObjectiveKind.Custom ? kind.Primary.ToDictionary(figure => figure.Name, figure => figure.IsShare)
        : entry.HasAll("kpis", own.Count) ? own.ToDictionary(kpi => kpi.Key, kpi => kpi.IsShare)
        : null;

    private static void CheckFed(ConfigReader entry, LocatedValue item, ObjectiveTraits kind, List<SourceTraits> traits)
    {
        var unfed = kind.Primary.Where(figure => !traits.Exists(figure.IsFedBy.Invoke)).ToList();
        var names = string.Join(", ", unfed.Select(figure => figure.Name));
        var given = string.Join(", ", traits.Select(source => source.Name).Distinct());
        if (unfed.Count == kind.Primary.Count)
            entry.Error(item.At, entry.Path, null, $"cannot be measured: none of the sources ({given}) delivers {names}", "declare a source that does");
        else if (unfed.Count > 0)
            entry.Warn(item.At, entry.Path, null, $"is measured in part: none of the sources ({given}) delivers {names}", null);
    }

    /// <param name="figures">The figures that a target may name, and whether each is a share; null where they are not all known.</param>
    private List<TargetConfig> ReadTargets(ConfigReader entry, Dictionary<string, bool>? figures, bool isOwn)
    {
        var targets = new List<TargetConfig>();
        foreach (var (item, i) in entry.List("targets").Select((item, i) => (item, i)))
        {
            if (entry.ObjectOf(item, $"{entry.FieldPath("targets")}[{i}]", ConfigShape.Target) is not { } target) continue;
            var kpi = target.Text("kpi", required: true);
            var isShare = kpi is not null && figures is not null && target.OneOf("kpi", figures) == true;
            var (atLeast, atMost, by) = (target.Number("atLeast"), target.Number("atMost"), target.Date("by", required: true));
            if (target.Has("atLeast") == target.Has("atMost")) target.Error(target.At, target.Path, null, "needs either atLeast or atMost", null);
            var start = target.Object("start", ConfigShape.Start);
            var (value, on) = (start?.Number("value", required: true), start?.Date("on", required: true));
            if (by < today) target.Warn(target.PlaceOf("by"), target.FieldPath("by"), null, "lies in the past", "set a new day, or take the target out");
            if (on >= by) target.Error(target.PlaceOf("start"), target.FieldPath("start"), null, "is not before \"by\"", null);
            if (isShare)
            {
                CheckShare(target, "atLeast", atLeast, isOwn);
                CheckShare(target, "atMost", atMost, isOwn);
                if (start is not null) CheckShare(start, "value", value, isOwn);
            }

            if (kpi is not null && by is { } day) targets.Add(new(kpi, atLeast, atMost, day, value is { } from && on is { } since ? new(from, since) : null));
        }

        return targets;
    }

    /// <summary>Whoever writes 50 means 50 %, and a target of 5,000 % would be missed, or kept, for ever.</summary>
    /// <param name="isOwn">Whether it is a client's own ratio, which may pass 1 and fall below 0.</param>
    private static void CheckShare(ConfigReader entry, string field, double? share, bool isOwn)
    {
        var (at, path) = (entry.PlaceOf(field), entry.FieldPath(field));
        var hint = share is > 1 and <= 100 ? $"write {share / 100} for {share} %" : null;
        if (isOwn && share > 1) entry.Warn(at, path, entry.Value(field)!.Found, $"is {share * 100} %, since 1 is 100 %", hint);
        if (!isOwn && share is (< 0 or > 1)) entry.Error(at, path, entry.Value(field)!.Found, "is not a share, which goes from 0 to 1", hint);
    }
}
