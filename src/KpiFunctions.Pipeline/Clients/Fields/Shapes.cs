using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>Forms that several fields share.</summary>
internal static class Shapes
{
    public static readonly TextShape Line = new();

    public static readonly TextShape Id = new(ConfigForms.IdPattern, ConfigForms.IdRule);

    public static readonly EmailShape Email = new();

    public static readonly DayShape Day = new();

    public static readonly NumberShape AnyNumber = new();

    public static readonly NumberShape FromZero = new(Min: 0);

    /// <summary>A text, or one by language: configs of clients in several languages may share it.</summary>
    public static readonly EitherShape Worded = new(Line, new ByLanguageShape(Line));

    /// <summary>The one form of a field that a config may also give by language.</summary>
    public static EitherShape WordedOr(FieldShape other) => new(Line, other, new ByLanguageShape(new EitherShape(Line, other)));

    /// <summary>A whole number from 0.</summary>
    /// <param name="rule">What a message says of any other number, before the range.</param>
    public static NumberShape Whole(string rule, double max) => new(0, max) { WholeRule = rule };

    public static string Quoted(string word) => $"\"{word}\"";

    /// <summary>Names in backticks, with commas between them.</summary>
    public static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));

    /// <summary>Metrics that have a sum or a level over a week: the people of one day do not.</summary>
    public static IEnumerable<string> MetricsOfWeeks => Metrics.ByKey.Values.Where(metric => metric is not UniqueMetric { Days: 1 }).Select(metric => metric.Key);
}
