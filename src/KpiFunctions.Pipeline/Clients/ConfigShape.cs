using System.Buffers;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>The keys and words of a config; the published schema has the same.</summary>
internal static class ConfigShape
{
    public const string DefaultColour = "#1f4e79";

    public static readonly string[] Client =
    [
        "$schema", "id", "name", "language", "timeZone", "digest", "recipients", "replyTo", "consultant", "brand",
        "sources", "objectives", "actions", "postingPlan", "costs",
    ];

    public static readonly string[] Digest = ["day", "time"];
    public static readonly string[] Recipient = ["email", "name"];
    public static readonly string[] Consultant = ["name", "email"];
    public static readonly string[] Brand = ["name", "colour", "logo"];
    public static readonly string[] Source = ["type", "account", "name", "credential", "url", "posts", "readings"];
    public static readonly string[] Objective = ["objective", "key", "name", "targets", "kpis"];
    public static readonly string[] Target = ["kpi", "atLeast", "atMost", "by", "start"];
    public static readonly string[] Start = ["value", "on"];
    public static readonly string[] CustomKpi = ["key", "name", "formula", "unit", "good"];
    public static readonly string[] Action = ["name", "objective", "date", "from", "to", "account", "campaign"];
    public static readonly string[] Cost = ["hoursPerWeek", "hourlyCost", "adBudgetPerWeek", "currency"];

    /// <summary>Fields of a post in a column map, besides metrics.</summary>
    public static readonly string[] PostFields = ["id", "published", "type", "text", "link"];

    /// <summary>Fields of a day in a column map, besides metrics.</summary>
    public static readonly string[] DayFields = ["day", "account"];

    public static readonly IReadOnlyDictionary<string, Language> Languages = new Dictionary<string, Language> { ["fr"] = Language.French, ["en"] = Language.English };

    public static readonly IReadOnlyDictionary<string, DayOfWeek> Days = Enumerable.Range(1, 7).Select(i => (DayOfWeek)(i % 7)).ToDictionary(day => day.ToString().ToLowerInvariant());

    public static readonly IReadOnlyDictionary<string, GoodDirection> Directions = new Dictionary<string, GoodDirection> { ["up"] = GoodDirection.Up, ["down"] = GoodDirection.Down };

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    public enum Language
    {
        French,
        English,
    }

    public static bool IsId(string text) => text.Length is >= 2 and <= 60 && !text.AsSpan().ContainsAnyExcept(IdCharacters) && text[0] != '-' && text[^1] != '-';

    public static bool ContainsOnlyHex(this ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Hex);
}
