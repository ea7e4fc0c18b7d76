namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>The fields of an entry of <c>actions</c>.</summary>
internal static class ActionFields
{
    /// <summary>In days.</summary>
    public const int LongestAction = 366;

    public static readonly ConfigField<TextShape> Name = new("name", Shapes.Line, "What the digest calls it.") { IsRequired = true, Example = "\"Calendrier de l’avent\"" };

    public static readonly ConfigField<TextShape> Objective = new("objective", Shapes.Line, "A declared objective; for `custom` its `key`.") { IsRequired = true, Example = "\"google-independence\"" };

    public static readonly ConfigField<DayShape> Date = new("date", Shapes.Day, "Its day; either this, or `from` and `to`.") { Example = "\"2026-11-14\"" };

    public static readonly ConfigField<DayShape> From = new("from", Shapes.Day, "Its first day.") { Example = "\"2026-11-16\"" };

    public static readonly ConfigField<DayShape> To = new("to", Shapes.Day, $"Its last day; {LongestAction} days in all at most.") { Example = "\"2026-12-24\"" };

    public static readonly ConfigField<TextShape> Account = new(
        "account", Shapes.Line, "Where it was done: a source's type, or `type:account` where there are several. Its posts in these days are counted.")
    {
        Example = "\"facebook\"",
    };

    public static readonly ConfigField<TextShape> Campaign = new("campaign", Shapes.Line, "The `utm_campaign` of its links: visits and conversions that came by them are reported.") { Example = "\"calendrier-avent\"" };

    public static readonly ConfigObject All = new("action", Name, Objective, Date, From, To, Account, Campaign) { OneOf = [[Date], [From, To]] };
}

/// <summary>The fields of an entry of <c>costs</c>.</summary>
internal static class CostFields
{
    public static readonly ConfigField<NumberShape> HoursPerWeek = new("hoursPerWeek", Shapes.FromZero, "Hours of work.") { Default = "0", Example = "2.5" };

    public static readonly ConfigField<NumberShape> HourlyCost = new("hourlyCost", Shapes.FromZero, "What an hour costs.") { Default = "0", Example = "45" };

    public static readonly ConfigField<NumberShape> AdBudgetPerWeek = new("adBudgetPerWeek", Shapes.FromZero, "What is spent on advertisements.") { Default = "0", Example = "30" };

    public static readonly ConfigField<TextShape> Currency = new("currency", new("^[A-Z]{3}$", "is not a currency", "write its ISO code, such as EUR"), "The ISO 4217 code: three capitals.")
    {
        IsRequired = true,
        Example = "\"EUR\"",
    };

    public static readonly ConfigObject All = new("cost", HoursPerWeek, HourlyCost, AdBudgetPerWeek, Currency);
}

/// <summary>The fields of <c>advice</c>.</summary>
internal static class AdviceFields
{
    public static readonly ConfigField<ListShape> Off = new(
        "off", new(new ChoiceShape(AdviceCatalog.Keys) { Refusal = "is no rule of advice; there are " }), "Rules of advice to switch off; docs/kpis/advice.md explains each.")
    {
        Example = """["nothing-posted", "target-behind"]""",
    };

    public static readonly ConfigObject All = new("advice", Off);
}
