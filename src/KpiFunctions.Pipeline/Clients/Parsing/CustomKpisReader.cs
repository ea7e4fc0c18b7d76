using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads the figures of a custom objective, and checks that their formulas can have a value.</summary>
/// <param name="traits">The client's sources, one for each account; null where they are not all known.</param>
internal sealed class CustomKpisReader(List<SourceTraits>? traits, NameLanguage language)
{
    private const int DaysOfAWeek = 7;

    /// <summary>What some source gives; posts are counted where they are listed.</summary>
    private readonly HashSet<Metric> delivered = traits is null
        ? [.. Metrics.ByKey.Values]
        : [.. traits.SelectMany(source => source.Metrics.Keys.Concat(source.PostMetrics).Concat(source.PostMetrics.Count > 0 ? [Metrics.Posts] : []))];

    public List<CustomKpi> Read(ConfigReader entry)
    {
        var kpis = new List<CustomKpi>();
        foreach (var (item, path) in entry.List(ObjectiveFields.Kpis with { IsRequired = true }))
        {
            if (entry.ObjectOf(item, path, CustomKpiFields.All) is not { } kpi) continue;
            var (key, name, formula) = (kpi.Text(CustomKpiFields.Key), kpi.Worded(CustomKpiFields.Name, language), ReadFormula(kpi));
            var ((unit, byCategory), good) = (ReadUnit(kpi), kpi.OneOf(CustomKpiFields.Good));
            if (kpis.Any(known => known.Key == key)) kpi.Error(kpi.At, kpi.Path, $"\"{key}\"", "stands here twice", "give each figure a key of its own");
            else if (key is not null && name is not null && formula is not null && good is { } direction) kpis.Add(new(key, name, formula, unit, direction) { UnitByCategory = byCategory });
        }

        return kpis;
    }

    /// <summary>A word, or several where one thing is called otherwise than several; each may be given by language.</summary>
    private (string? Unit, IReadOnlyDictionary<string, string> ByCategory) ReadUnit(ConfigReader kpi)
    {
        var path = kpi.FieldPath(CustomKpiFields.Unit);
        var value = kpi.InLanguage(kpi.Value(CustomKpiFields.Unit), path, language);
        if (value is not LocatedObject) return (kpi.TextOf(value, path), new Dictionary<string, string>());
        var forms = kpi.ObjectOf(value, path, UnitFields.All)!;
        return (
            forms.Text(UnitFields.Other),
            UnitFields.ByCategory.Select(field => (field.Name, Word: forms.Text(field))).Where(form => form.Word is not null).ToDictionary(form => form.Name, form => form.Word!));
    }

    private Formula? ReadFormula(ConfigReader kpi)
    {
        if (kpi.Text(CustomKpiFields.Formula) is not { } text) return null;
        var (at, path) = (kpi.Value(CustomKpiFields.Formula)!.At, kpi.FieldPath(CustomKpiFields.Formula));
        var names = string.Join(", ", delivered.Select(metric => metric.Key).Order(StringComparer.Ordinal));
        var (formula, error) = Formula.Parse(text);
        if (error is not null)
        {
            // One for the opening quote: a formula has no character that JSON would have to escape.
            var place = at with { Column = at.Column + 1 + error.Position };
            kpi.Error(place, path, null, $"{error.Reason}; these metrics are delivered: {names}", error.UnknownName is { } name ? Names.DidYouMean(name, Metrics.ByKey.Keys) : null);
            return null;
        }

        var used = formula!.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).ToList();
        foreach (var missing in used.Where(metric => !delivered.Contains(metric)))
            kpi.Error(at, path, $"\"{missing}\"", $"is delivered by none of the sources; these are: {names}", null);

        foreach (var people in used.Where(delivered.Contains).OfType<UniqueMetric>()) CheckPeople(kpi, at, path, people);
        return used.All(delivered.Contains) ? formula : null;
    }

    /// <summary>People are counted once: those of several days have no sum, nor have those of several accounts. Such a formula never has a value.</summary>
    private void CheckPeople(ConfigReader kpi, Place at, string path, UniqueMetric people)
    {
        if (people.Days < DaysOfAWeek)
            kpi.Error(at, path, $"\"{people}\"", "counts the people of one day, who cannot be added up to a week", people == Metrics.Reach ? $"write {Metrics.Reach7Days}" : null);
        else if (traits?.Count(source => source.IsFetched && source.Metrics.ContainsKey(people)) > 1)
            kpi.Warn(at, path, $"\"{people}\"", "comes from several accounts, whose people cannot be added up: there will be no figure", null);
    }
}
