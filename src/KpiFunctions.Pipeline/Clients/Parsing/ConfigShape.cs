using System.Buffers;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>The keys and words of a config; the published schema has the same.</summary>
internal static partial class ConfigShape
{
    /// <summary>What <see cref="IsId"/> asks for.</summary>
    public const string IdRule = "may have lower-case letters and digits, and hyphens between them, 2 to 60 in all";

    /// <summary>An address that every mail server takes: RFC 5321 without quotes, in ASCII, at a domain of two labels or more.</summary>
    public const string EmailPattern =
        @"^(?=.{3,254}$)(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$";

    /// <summary>The name of a credential. A long stretch without a hyphen is no name that anybody would give, and probably the secret itself.</summary>
    public const string CredentialPattern = "^(?!.*[A-Za-z0-9]{31})[A-Za-z0-9-]{1,100}$";

    public static readonly string[] Client =
    [
        "$schema", "id", "name", "language", "timeZone", "digest", "recipients", "replyTo", "consultant", "brand",
        "sources", "objectives", "actions", "postingPlan", "costs", "advice",
    ];

    public static readonly string[] Digest = ["day", "time", "waitHours", "holdHours", "withoutAnswer"];
    public static readonly string[] Recipient = ["email", "name"];
    public static readonly string[] Consultant = ["name", "email"];
    public static readonly string[] Brand = ["id", "name", "colour", "logo", "sender", "footer"];
    public static readonly string[] BrandFile = ["name", "colour", "logo", "sender", "footer"];
    public static readonly string[] Sender = ["email", "name"];

    public static readonly string[] Source = ["type", "account", "name", "credential", "url", "monthlyBudget", "network", "posts", "readings"];
    public static readonly string[] Objective = ["objective", "key", "name", "targets", "kpis"];
    public static readonly string[] Target = ["kpi", "atLeast", "atMost", "by", "start"];
    public static readonly string[] Start = ["value", "on"];
    public static readonly string[] CustomKpi = ["key", "name", "formula", "unit", "good"];
    public static readonly string[] Unit = ["one", "other"];
    public static readonly string[] Action = ["name", "objective", "date", "from", "to", "account", "campaign"];
    public static readonly string[] Advice = ["off"];
    public static readonly string[] Cost = ["hoursPerWeek", "hourlyCost", "adBudgetPerWeek", "currency"];

    /// <summary>Fields of a post in a column map, besides metrics.</summary>
    public static readonly string[] PostFields = ["id", "published", "type", "text", "link"];

    /// <summary>Fields of a day in a column map, besides metrics.</summary>
    public static readonly string[] DayFields = ["day", "account"];

    /// <summary>The languages of digests: one for each language file that is built in, in order of their codes.</summary>
    public static readonly IReadOnlyList<string> Languages =
        [.. typeof(ConfigShape).Assembly.GetManifestResourceNames().Where(name => LanguageFile().IsMatch(name)).Select(name => name[..2]).Order(StringComparer.Ordinal)];

    public static readonly IReadOnlyDictionary<string, DayOfWeek> Days = new Dictionary<string, DayOfWeek>
    {
        ["monday"] = DayOfWeek.Monday,
        ["tuesday"] = DayOfWeek.Tuesday,
        ["wednesday"] = DayOfWeek.Wednesday,
        ["thursday"] = DayOfWeek.Thursday,
        ["friday"] = DayOfWeek.Friday,
        ["saturday"] = DayOfWeek.Saturday,
        ["sunday"] = DayOfWeek.Sunday,
    };

    public static readonly IReadOnlyDictionary<string, GoodDirection> Directions = new Dictionary<string, GoodDirection> { ["up"] = GoodDirection.Up, ["down"] = GoodDirection.Down };

    public static readonly IReadOnlyDictionary<string, WithoutAnswer> WithoutAnswer = new Dictionary<string, WithoutAnswer> { ["send"] = Clients.WithoutAnswer.Send, ["miss"] = Clients.WithoutAnswer.Miss };

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool IsId(string text) => text.Length is >= 2 and <= 60 && !text.AsSpan().ContainsAnyExcept(IdCharacters) && text[0] != '-' && text[^1] != '-';

    public static bool IsEmail(string text) => Email().IsMatch(text);

    public static bool IsCredentialName(string text) => Credential().IsMatch(text);

    [GeneratedRegex(EmailPattern, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Email();

    [GeneratedRegex(CredentialPattern, RegexOptions.None, 1000)]
    private static partial Regex Credential();

    [GeneratedRegex(@"^[a-z]{2}\.json$", RegexOptions.None, 1000)]
    private static partial Regex LanguageFile();
}
