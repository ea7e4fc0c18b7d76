using System.Text.Json;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>A rule of <c>rules.json</c>.</summary>
/// <param name="Key">Its name in configs, and of its sentences.</param>
/// <param name="About">The kind of subject that it speaks about.</param>
/// <param name="For">Who can do something about it: <c>client</c>, <c>agency</c> or <c>both</c>.</param>
/// <param name="When">All of them have to hold.</param>
/// <param name="Effect">The fact that says how far the subject is from the usual, to either side.</param>
internal sealed record AdviceRule(string Key, string For, string About, IReadOnlyList<AdviceCondition> When, string Effect)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>All of them, in the file's order.</summary>
    public static IReadOnlyList<AdviceRule> All { get; } = Read();

    /// <summary>Whether it is about the agency's own work, so that a client can do nothing about it.</summary>
    public bool IsForAgencyAlone => For == "agency";

    /// <summary>The rules that are about the agency's own work, by key.</summary>
    public static IReadOnlySet<string> OfAgency { get; } = All.Where(rule => rule.IsForAgencyAlone).Select(rule => rule.Key).ToHashSet();

    private static IReadOnlyList<AdviceRule> Read()
    {
        using var stream = typeof(AdviceRule).Assembly.GetManifestResourceStream("rules.json") ?? throw new InvalidOperationException("There is no embedded 'rules.json'.");
        return JsonSerializer.Deserialize<RulesFile>(stream, Json)!.Rules;
    }

    private sealed record RulesFile(IReadOnlyList<AdviceRule> Rules);
}

/// <summary>A comparison; a fact that is not known makes none true.</summary>
/// <param name="Is">The fact's word.</param>
/// <param name="AtLeast">The fact's number is this or more.</param>
/// <param name="AtMost">The fact's number is this or less.</param>
internal sealed record AdviceCondition(string Fact, string? Is, double? AtLeast, double? AtMost)
{
    public bool Holds(FactSheet sheet) => sheet.Facts.TryGetValue(Fact, out var fact)
        && (Is is null || fact.Word == Is)
        && (AtLeast is null || fact.Number >= AtLeast)
        && (AtMost is null || fact.Number <= AtMost);
}
