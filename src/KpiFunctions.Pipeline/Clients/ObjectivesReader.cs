using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>Reads the objectives of a config, and checks that the client's sources can feed them.</summary>
internal sealed class ObjectivesReader(IReadOnlyDictionary<string, SourceTraits> sources, DateOnly today)
{
    public IReadOnlyList<ObjectiveConfig> Read(ConfigReader file, IReadOnlyList<SourceConfig> accounts)
    {
        var traits = accounts.Select(account => sources[account.Type]).Distinct().ToList();

        // A source with a mistake in it would feed something: one mistake is told once.
        var sourcesAreKnown = file.Value("sources") is LocatedArray declared && declared.Items.Count == accounts.Count;
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
        if (entry?.OneOf("objective", ObjectiveCatalog.ByKey, required: true) is not { } kind) return null;

        var isCustom = kind == ObjectiveKind.Custom;
        foreach (var name in new[] { "key", "kpis" }.Where(name => !isCustom && entry.Has(name)))
            entry.Error(entry.PlaceOf(name), entry.FieldPath(name), null, "is only for the objective \"custom\"", "delete it");
        var key = isCustom ? ReadKey(entry) : entry.Text("objective");
        var kpis = isCustom ? ReadCustomKpis(entry, sourcesAreKnown ? traits : null) : [];
        if (!isCustom && sourcesAreKnown) CheckFed(entry, item, kind, traits);
        var kpiNames = isCustom ? kpis.Select(kpi => kpi.Key) : ObjectiveCatalog.PrimaryOf(kind).Select(ObjectiveCatalog.NameOf);
        var targets = ReadTargets(entry, [.. kpiNames]);
        return key is null ? null : new() { Kind = kind, Key = key, Name = entry.Text("name", required: isCustom), Targets = targets, Kpis = kpis };
    }

    private static string? ReadKey(ConfigReader entry)
    {
        if (entry.Text("key", required: true) is not { } key) return null;
        if (ConfigShape.IsId(key)) return key;
        entry.Error(entry.Value("key")!.At, entry.FieldPath("key"), $"\"{key}\"", "may have lower-case letters, digits and hyphens", null);
        return null;
    }

    private static void CheckFed(ConfigReader entry, LocatedValue item, ObjectiveKind kind, List<SourceTraits> traits)
    {
        var primary = ObjectiveCatalog.PrimaryOf(kind);
        var unfed = primary.Where(kpi => !traits.Any(source => ObjectiveCatalog.CanFeed(source, kpi))).ToList();
        var names = string.Join(", ", unfed.Select(ObjectiveCatalog.NameOf));
        var given = traits.Count == 0 ? "there is none" : string.Join(", ", traits.Select(source => source.Name));
        if (unfed.Count == primary.Count)
            entry.Error(item.At, entry.Path, null, $"cannot be measured: none of the sources ({given}) delivers {names}", "declare a source that does");
        else if (unfed.Count > 0)
            entry.Warn(item.At, entry.Path, null, $"is measured in part: none of the sources ({given}) delivers {names}", null);
    }

    private List<TargetConfig> ReadTargets(ConfigReader entry, IReadOnlyList<string> kpis)
    {
        var targets = new List<TargetConfig>();
        foreach (var (item, i) in entry.List("targets").Select((item, i) => (item, i)))
        {
            if (entry.ObjectOf(item, $"{entry.FieldPath("targets")}[{i}]", ConfigShape.Target) is not { } target) continue;
            var kpi = target.OneOf("kpi", kpis.ToDictionary(name => name, _ => true), required: true) is null ? null : target.Text("kpi");
            var (atLeast, atMost, by) = (target.Number("atLeast"), target.Number("atMost"), target.Date("by", required: true));
            if (target.Has("atLeast") == target.Has("atMost")) target.Error(target.At, target.Path, null, "needs either atLeast or atMost", null);
            var start = target.Object("start", ConfigShape.Start);
            var (value, on) = (start?.Number("value", required: true), start?.Date("on", required: true));
            if (by < today) target.Warn(target.PlaceOf("by"), target.FieldPath("by"), null, "lies in the past", "set a new day, or take the target out");
            foreach (var (field, goal) in new[] { ("atLeast", atLeast), ("atMost", atMost) })
                if (kpi is not null && goal is < 0 or > 1 && ObjectiveCatalog.IsShare(kpi))
                    target.Error(target.PlaceOf(field), target.FieldPath(field), goal.ToString(), "is not a share, which goes from 0 to 1", goal is > 1 and <= 100 ? $"write {goal / 100} for {goal} %" : null);
            if (on >= by) target.Error(target.PlaceOf("start"), target.FieldPath("start"), null, "is not before \"by\"", null);
            if (kpi is not null && by is { } day) targets.Add(new(kpi, atLeast, atMost, day, value is { } from && on is { } since ? new(from, since) : null));
        }

        return targets;
    }

    private static List<CustomKpi> ReadCustomKpis(ConfigReader entry, List<SourceTraits>? traits)
    {
        var kpis = new List<CustomKpi>();
        foreach (var (item, i) in entry.List("kpis", required: true).Select((item, i) => (item, i)))
        {
            if (entry.ObjectOf(item, $"{entry.FieldPath("kpis")}[{i}]", ConfigShape.CustomKpi) is not { } kpi) continue;
            var (key, name, formula) = (ReadKey(kpi), kpi.Text("name", required: true), ReadFormula(kpi, traits));
            var (unit, good) = (kpi.Text("unit"), kpi.OneOf("good", ConfigShape.Directions, required: true));
            if (kpis.Any(known => known.Key == key)) kpi.Error(kpi.At, kpi.Path, $"\"{key}\"", "stands here twice", "give each figure a key of its own");
            else if (key is not null && name is not null && formula is not null && good is { } direction) kpis.Add(new(key, name, formula, unit, direction));
        }

        return kpis;
    }

    /// <param name="traits">The client's sources; null where they are not all known.</param>
    private static Formula? ReadFormula(ConfigReader kpi, List<SourceTraits>? traits)
    {
        if (kpi.Text("formula", required: true) is not { } text) return null;
        var at = kpi.Value("formula")!.At;
        IReadOnlyList<Metric> delivered = traits is null
            ? Metrics.ByKey.Values
            : [.. traits.SelectMany(source => source.Metrics.Keys.Concat(source.PostMetrics)).Append(Metrics.Posts).Distinct()];
        var names = string.Join(", ", delivered.Select(metric => metric.Key).Order(StringComparer.Ordinal));
        var (formula, error) = Formula.Parse(text);
        if (error is not null)
        {
            // One for the opening quote: a formula has no character that JSON would have to escape.
            var place = at with { Column = at.Column + 1 + error.Position };
            kpi.Error(place, kpi.FieldPath("formula"), null, $"{error.Reason}; these metrics are delivered: {names}", error.UnknownName is { } name ? Names.DidYouMean(name, Metrics.ByKey.Keys) : null);
            return null;
        }

        if (formula!.Metrics.FirstOrDefault(metric => !delivered.Contains(metric)) is { } missing)
        {
            kpi.Error(at, kpi.FieldPath("formula"), $"\"{missing}\"", $"is delivered by none of the sources; these are: {names}", null);
            return null;
        }

        return formula;
    }
}
