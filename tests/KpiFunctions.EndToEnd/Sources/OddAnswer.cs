using System.Text.RegularExpressions;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>An answer that is odd in part, and what it may cost.</summary>
/// <param name="Lost">The figures that a store without history lacks afterwards, over their names (<see cref="Figures"/>); null where it lacks none.</param>
/// <param name="Rules">What is changed or refused. <see cref="Item"/> stands for the identifier of one of the account's posts.</param>
internal sealed record OddAnswer(string? Lost, params FaultRule[] Rules)
{
    /// <summary>In <see cref="Lost"/> and in rules: one of the account's posts.</summary>
    public const string Item = "ITEM";

    /// <summary>For <see cref="Lost"/>: any figure of any post.</summary>
    public const string AllPosts = "^post ";

    /// <summary>For <see cref="Lost"/>: any figure of the post.</summary>
    public const string OneItem = $"^post {Item} ";

    /// <summary>Of rules: any request.</summary>
    public const string Any = "";

    /// <summary>Figures that have another value in a store without history, over their names, such as visits of unknown origin; null for none.</summary>
    public string? Other { get; init; }

    /// <summary>Whether nothing is told: the platform left out what it does not know, as it may, or what is gone.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>Whether any figure is not what it would have been.</summary>
    public bool Costs => Lost is not null || Other is not null;

    /// <summary>Which posts may be <see cref="Item"/>, over their identifiers.</summary>
    public string Items { get; init; } = "";

    /// <summary>A rule that changes answers.</summary>
    /// <param name="asked">Of which requests, over the request.</param>
    /// <param name="found">What is replaced, over the answer.</param>
    public static FaultRule Says(string asked, string found, string with) => new(asked) { Found = found, With = with };

    /// <summary>A rule that changes the first place in an answer.</summary>
    public static FaultRule SaysOnce(string asked, string found, string with) => Says(asked, $"(?s)^(?<before>.*?){found}", $"${{before}}{with}");

    /// <summary>The first value of a day's series of Graph's, which is kept as <c>${series}</c> before it.</summary>
    public static string FirstOf(string metric) => $"""(?<series>"name":"{metric}","period":"day".*?"value":)-?\d+""";

    /// <summary>A rule that refuses requests.</summary>
    public static FaultRule Refuses(string asked, FaultKind refusal = FaultKind.BadRequest) => new(asked) { Refusal = refusal };

    /// <summary>An item in the middle of those that are known by figures with these names; <see cref="Item"/> where the account has none.</summary>
    public string ItemIn(IEnumerable<string> figures)
    {
        var items = figures.Where(figure => figure.StartsWith("post ", StringComparison.Ordinal)).Select(figure => figure.Split(' '))
            .Where(words => words[^1] == "views" && Matches(words[1], Items)).Select(words => words[1]).Order(StringComparer.Ordinal).ToList();
        return items.Count == 0 ? Item : items[items.Count / 2];
    }

    /// <summary>The faults, with an item of the account's.</summary>
    public IEnumerable<Fault> Faults(FaultKind kind, string platform, string item)
    {
        // A list that is refused further down has to have a second page.
        if (kind == FaultKind.LaterPageRefused) yield return new(FaultKind.ShortPages) { At = platform };
        foreach (var rule in Rules) yield return new(kind) { At = platform, Rule = rule with { Asked = With(rule.Asked, item), Found = With(rule.Found, item) } };
    }

    /// <summary>Whether a figure may be missing.</summary>
    public bool MayLose(string figure, string item) => Lost is not null && Matches(figure, With(Lost, item));

    /// <summary>Whether a figure may have another value.</summary>
    public bool MayDiffer(string figure) => Other is not null && Matches(figure, Other);

    private static bool Matches(string name, string pattern) => Regex.IsMatch(name, pattern, RegexOptions.None, TimeSpan.FromSeconds(10));

    private static string With(string pattern, string item) => pattern.Replace(Item, Regex.Escape(item), StringComparison.Ordinal);
}
