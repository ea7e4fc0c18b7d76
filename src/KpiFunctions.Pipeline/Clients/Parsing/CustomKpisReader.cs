using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads the figures of a custom objective, and checks that their formulas can have a value.</summary>
/// <param name="traits">The client's sources, one for each account; null where they are not all known.</param>
/// <param name="language">The client's; null where it has a mistake.</param>
internal sealed class CustomKpisReader(List<SourceTraits>? traits, string? language)
{
    private const int DaysOfAWeek = 7;

    /// <summary>What some source gives; posts are counted where they are listed.</summary>
    private readonly HashSet<Metric> delivered = traits is null
        ? [.. Metrics.ByKey.Values]
        : [.. traits.SelectMany(source => source.Metrics.Keys.Concat(source.PostMetrics).Concat(source.PostMetrics.Count > 0 ? [Metrics.Posts] : []))];

    /// <summary>The key of a custom objective, or of one of its figures.</summary>
    public static string? ReadKey(ConfigReader entry)
    {
        if (entry.Text("key", required: true) is not { } key) return null;
        if (ConfigShape.IsId(key)) return key;
        entry.Error(entry.Value("key")!.At, entry.FieldPath("key"), $"\"{key}\"", ConfigShape.IdRule, null);
        return null;
    }

    public List<CustomKpi> Read(ConfigReader entry)
    {
        var kpis = new List<CustomKpi>();
        foreach (var (item, i) in entry.List("kpis", required: true).Select((item, i) => (item, i)))
        {
            if (entry.ObjectOf(item, $"{entry.FieldPath("kpis")}[{i}]", ConfigShape.CustomKpi) is not { } kpi) continue;
            var (key, name, formula) = (ReadKey(kpi), kpi.Worded("name", language, required: true), ReadFormula(kpi));
            var ((unit, ofOne), good) = (ReadUnit(kpi), kpi.OneOf("good", ConfigShape.Directions, required: true));
            if (kpis.Any(known => known.Key == key)) kpi.Error(kpi.At, kpi.Path, $"\"{key}\"", "stands here twice", "give each figure a key of its own");
            else if (key is not null && name is not null && formula is not null && good is { } direction) kpis.Add(new(key, name, formula, unit, direction) { UnitOfOne = ofOne });
        }

        return kpis;
    }

    /// <summary>A word, or two where one thing is called otherwise than several; each may be told by language.</summary>
    private (string? Unit, string? OfOne) ReadUnit(ConfigReader kpi)
    {
        var path = kpi.FieldPath("unit");
        var value = kpi.InLanguage(kpi.Value("unit"), path, language);
        if (value is not LocatedObject) return (kpi.TextOf(value, path), null);
        var forms = kpi.ObjectOf(value, path, ConfigShape.Unit)!;
        return (forms.Text("other", required: true), forms.Text("one", required: true));
    }

    private Formula? ReadFormula(ConfigReader kpi)
    {
        if (kpi.Text("formula", required: true) is not { } text) return null;
        var at = kpi.Value("formula")!.At;
        var names = string.Join(", ", delivered.Select(metric => metric.Key).Order(StringComparer.Ordinal));
        var (formula, error) = Formula.Parse(text);
        if (error is not null)
        {
            // One for the opening quote: a formula has no character that JSON would have to escape.
            var place = at with { Column = at.Column + 1 + error.Position };
            kpi.Error(place, kpi.FieldPath("formula"), null, $"{error.Reason}; these metrics are delivered: {names}", error.UnknownName is { } name ? Names.DidYouMean(name, Metrics.ByKey.Keys) : null);
            return null;
        }

        var used = formula!.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).ToList();
        foreach (var missing in used.Where(metric => !delivered.Contains(metric)))
            kpi.Error(at, kpi.FieldPath("formula"), $"\"{missing}\"", $"is delivered by none of the sources; these are: {names}", null);

        foreach (var people in used.Where(delivered.Contains).OfType<UniqueMetric>()) CheckPeople(kpi, at, people);
        return used.All(delivered.Contains) ? formula : null;
    }

    /// <summary>People are counted once: those of several days have no sum, nor have those of several accounts. Such a formula never has a value.</summary>
    private void CheckPeople(ConfigReader kpi, Place at, UniqueMetric people)
    {
        if (people.Days < DaysOfAWeek)
            kpi.Error(at, kpi.FieldPath("formula"), $"\"{people}\"", "counts the people of one day, who cannot be added up to a week", people == Metrics.Reach ? $"write {Metrics.Reach7Days}" : null);
        else if (traits?.Count(source => source.IsFetched && source.Metrics.ContainsKey(people)) > 1)
            kpi.Warn(at, kpi.FieldPath("formula"), $"\"{people}\"", "comes from several accounts, whose people cannot be added up: there will be no figure", null);
    }
}
