using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads the objectives of a config, and checks that the client's sources can feed them.</summary>
/// <param name="kinds">What each kind of objective is measured by.</param>
internal sealed class ObjectivesReader(
    IReadOnlyDictionary<string, SourceTraits> sources, IReadOnlyList<ObjectiveTraits> kinds, DateOnly today, NameLanguage language)
{
    public IReadOnlyList<ObjectiveConfig> Read(ConfigReader file, IReadOnlyList<SourceConfig> accounts)
    {
        var traits = accounts.Select(account => sources[account.Type]).ToList();

        // A source with a mistake in it would feed something: one mistake is reported once.
        var sourcesAreKnown = file.HasAll(ClientFields.Sources, accounts.Count);
        var found = new List<ObjectiveConfig>();
        foreach (var (item, path) in file.List(ClientFields.Objectives))
        {
            if (ReadObjective(file, item, path, traits, sourcesAreKnown) is not { } objective) continue;
            if (found.Any(known => known.Key == objective.Key))
                file.Error(item.At, path, $"\"{objective.Key}\"", "stands here twice", objective.Kind == ObjectiveKind.Custom ? "give each custom objective a key of its own" : "delete one of them");
            else
                found.Add(objective);
        }

        return found;
    }

    private ObjectiveConfig? ReadObjective(ConfigReader file, LocatedValue item, string path, List<SourceTraits> traits, bool sourcesAreKnown)
    {
        // A bare word is the objective without anything else.
        var entry = item is LocatedText
            ? new ConfigReader(new(item.At, [new(ObjectiveFields.Objective.Name, item.At, item)]), path, file.Problems, ObjectiveFields.All.Names)
            : file.ObjectOf(item, path, ObjectiveFields.All);
        if (entry?.OneOf(ObjectiveFields.Objective) is not { } kind) return null;

        var traitsOfKind = kinds.Single(each => each.Kind == kind);
        var isCustom = kind == ObjectiveKind.Custom;
        foreach (var field in ObjectiveFields.All.Fields.Where(field => ObjectiveFields.UseOf(field, kind) == FieldUse.Unused && entry.Has(field)))
            entry.Error(field, null, "is only for the objective \"custom\"", "delete it");
        var key = isCustom ? entry.Text(ObjectiveFields.Key with { IsRequired = true }) : ObjectiveFields.Objective.Shape.WordOf(kind);
        var kpis = isCustom ? new CustomKpisReader(sourcesAreKnown ? traits : null, language).Read(entry) : [];
        if (!isCustom && sourcesAreKnown) CheckFed(entry, item, traitsOfKind, traits);
        var targets = ReadTargets(entry, FiguresOf(entry, traitsOfKind, kpis), isCustom);
        var name = entry.Worded(ObjectiveFields.Name with { IsRequired = isCustom }, language);
        return key is null ? null : new() { Kind = kind, Key = key, Name = name, Targets = targets, Kpis = kpis };
    }

    /// <summary>The figures that a target may name, and whether each is a share; null where one of them has a mistake.</summary>
    private static Dictionary<string, bool>? FiguresOf(ConfigReader entry, ObjectiveTraits kind, List<CustomKpi> own) =>
        kind.Kind != ObjectiveKind.Custom ? kind.Primary.ToDictionary(figure => figure.Name, figure => figure.IsShare)
        : entry.HasAll(ObjectiveFields.Kpis, own.Count) ? own.ToDictionary(kpi => kpi.Key, kpi => kpi.IsShare)
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
        foreach (var (item, path) in entry.List(ObjectiveFields.Targets))
        {
            if (entry.ObjectOf(item, path, TargetFields.All) is not { } target) continue;
            var kpi = target.Text(TargetFields.Kpi);
            var isShare = kpi is not null && figures is not null
                && target.ChoiceOf(target.Value(TargetFields.Kpi), target.FieldPath(TargetFields.Kpi), new([.. figures.Keys])) is { } figure && figures[figure];
            var (atLeast, atMost, by) = (target.Number(TargetFields.AtLeast), target.Number(TargetFields.AtMost), target.Date(TargetFields.By));
            if (target.Has(TargetFields.AtLeast) == target.Has(TargetFields.AtMost)) target.Error(target.At, target.Path, null, "needs either atLeast or atMost", null);
            var start = target.Object(TargetFields.Start);
            var (value, on) = (start?.Number(StartFields.Value), start?.Date(StartFields.On));
            if (by < today) target.Warn(target.PlaceOf(TargetFields.By), target.FieldPath(TargetFields.By), null, "lies in the past", "set a new day, or take the target out");
            if (on >= by) target.Error(TargetFields.Start, null, "is not before \"by\"", null);
            if (isShare)
            {
                CheckShare(target, TargetFields.AtLeast, atLeast, isOwn);
                CheckShare(target, TargetFields.AtMost, atMost, isOwn);
                if (start is not null) CheckShare(start, StartFields.Value, value, isOwn);
            }

            if (kpi is not null && by is { } day) targets.Add(new(kpi, atLeast, atMost, day, value is { } from && on is { } since ? new(from, since) : null));
        }

        return targets;
    }

    /// <summary>Whoever writes 50 means 50 %, and a target of 5,000 % would be missed, or kept, for ever.</summary>
    /// <param name="isOwn">Whether it is a client's own ratio, which may pass 1 and fall below 0.</param>
    private static void CheckShare(ConfigReader entry, ConfigField field, double? share, bool isOwn)
    {
        var (at, path) = (entry.PlaceOf(field), entry.FieldPath(field));
        var hint = share is > 1 and <= 100 ? $"write {share / 100} for {share} %" : null;
        if (isOwn && share > 1) entry.Warn(at, path, entry.Value(field)!.Found, $"is {share * 100} %, since 1 is 100 %", hint);
        if (!isOwn && share is (< 0 or > 1)) entry.Error(at, path, entry.Value(field)!.Found, "is not a share, which goes from 0 to 1", hint);
    }
}
