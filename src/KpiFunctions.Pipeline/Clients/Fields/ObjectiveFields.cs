using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>The fields of an entry of <c>objectives</c>.</summary>
internal static class ObjectiveFields
{
    public static readonly ConfigField<ChoiceShape<ObjectiveKind>> Objective = new("objective", new(ObjectiveTraits.Kinds), "What the client wants; each once, `custom` with a `key` of its own each.")
    {
        IsRequired = true,
        Example = "\"image\"",
    };

    public static readonly ConfigField<TextShape> Key = new("key", Shapes.Id, "Its name in actions; unique within the client.") { Example = "\"worth-showing\"" };

    public static readonly ConfigField<EitherShape> Name = new("name", Shapes.Worded, "What the digest calls the objective; also by language.")
    {
        Otherwise = "the language's own words",
        Example = "\"Posts worth showing\"",
        Remarks = "See [by language](#by-language)",
    };

    public static readonly ConfigField<ListShape> Targets = new("targets", new(new ObjectShape(TargetFields.All)), "Figures to reach.");

    public static readonly ConfigField<ListShape> Kpis = new("kpis", new(new ObjectShape(CustomKpiFields.All)), "Its figures.");

    public static readonly ConfigObject All = new("objective", Objective, Key, Name, Targets, Kpis);

    /// <summary>What each kind of objective is, for editors and docs.</summary>
    public static readonly IReadOnlyDictionary<ObjectiveKind, string> Wishes = new Dictionary<ObjectiveKind, string>
    {
        [ObjectiveKind.Awareness] = "To be known: people reached, mentions.",
        [ObjectiveKind.Image] = "To be liked: follower growth.",
        [ObjectiveKind.GoogleIndependence] = "Not to live off Google alone: its share of the visits, the variety of sources.",
        [ObjectiveKind.Offers] = "To learn from customers: discussions, discussions per post.",
        [ObjectiveKind.Sales] = "To sell: conversions, revenue, the networks' share.",
        [ObjectiveKind.Custom] = "Anything else that is measurable: figures by formulas of your own.",
    };

    /// <summary>Whether a kind of objective has a field.</summary>
    public static FieldUse UseOf(ConfigField field, ObjectiveKind kind) => field switch
    {
        _ when field == Key || field == Kpis => kind == ObjectiveKind.Custom ? FieldUse.Required : FieldUse.Unused,
        _ when field == Name => kind == ObjectiveKind.Custom ? FieldUse.Required : FieldUse.Optional,
        _ => field.IsRequired ? FieldUse.Required : FieldUse.Optional,
    };

    /// <summary>The fields of one kind, with what holds for it alone.</summary>
    public static ConfigObject Of(ObjectiveTraits kind) => All with
    {
        Description = Wishes[kind.Kind],
        Fields =
        [
            .. from field in All.Fields
               let use = UseOf(field, kind.Kind)
               where use != FieldUse.Unused
               select Specific(field, kind) with { IsRequired = use == FieldUse.Required },
        ],
    };

    private static ConfigField Specific(ConfigField field, ObjectiveTraits kind) => field switch
    {
        _ when field == Objective => new ConfigField<ChoiceShape>(field.Name, new([kind.Key]), Wishes[kind.Kind]),
        _ when field == Targets => Targets with { Shape = new(new ObjectShape(TargetFields.Of(kind))) },
        _ => field,
    };
}

/// <summary>The fields of an entry of <c>targets</c>.</summary>
internal static class TargetFields
{
    public static readonly ConfigField<TextShape> Kpi = new("kpi", Shapes.Line, "A figure that the objective is measured by; for `custom` the `key` of one of its `kpis`.")
    {
        IsRequired = true,
        Example = "\"google-share\"",
    };

    public static readonly ConfigField<NumberShape> AtLeast = new("atLeast", Shapes.AnyNumber, "Reached at or above this; either this or `atMost`. Shares are 0 to 1.") { Example = "400" };

    public static readonly ConfigField<NumberShape> AtMost = new("atMost", Shapes.AnyNumber, "Reached at or below this; either this or `atLeast`. Shares are 0 to 1.") { Example = "0.5" };

    public static readonly ConfigField<DayShape> By = new("by", Shapes.Day, "The day by which it is to be reached.") { IsRequired = true, Example = "\"2027-06-30\"", Remarks = "A past one is a warning" };

    public static readonly ConfigField<ObjectShape> Start = new("start", new(StartFields.All), "The starting point of the target.")
    {
        Otherwise = "the first known week",
        Example = """{ "value": 0.64, "on": "2026-09-07" }""",
    };

    public static readonly ConfigObject All = new("target", Kpi, AtLeast, AtMost, By, Start) { OneOf = [[AtLeast], [AtMost]] };

    /// <summary>Those of a kind of objective, whose targets may name its figures only.</summary>
    public static ConfigObject Of(ObjectiveTraits kind) => All with
    {
        Fields =
        [
            kind.Kind == ObjectiveKind.Custom
                ? Kpi with { Shape = Shapes.Id, Example = null, Description = "The key of one of the objective's own figures." }
                : new ConfigField<ChoiceShape>(Kpi.Name, new([.. kind.Primary.Select(figure => figure.Name)]), "Which figure of the objective.") { IsRequired = true },
            .. All.Fields.Where(each => each != Kpi),
        ],
    };
}

/// <summary>The fields of <c>start</c>.</summary>
internal static class StartFields
{
    public static readonly ConfigField<NumberShape> Value = new("value", Shapes.AnyNumber, "The figure at the starting point.") { IsRequired = true, Example = "0.64" };

    public static readonly ConfigField<DayShape> On = new("on", Shapes.Day, "The day of that figure, before `by`.") { IsRequired = true, Example = "\"2026-09-07\"" };

    public static readonly ConfigObject All = new("start", Value, On);
}

/// <summary>The fields of an entry of <c>kpis</c>.</summary>
internal static class CustomKpiFields
{
    private static readonly Dictionary<string, GoodDirection> Directions = new() { ["up"] = GoodDirection.Up, ["down"] = GoodDirection.Down };

    public static readonly ConfigField<TextShape> Key = new("key", Shapes.Id, "Unique within the objective; targets name it.") { IsRequired = true, Example = "\"views-per-post\"" };

    public static readonly ConfigField<EitherShape> Name = new("name", Shapes.Worded, "What the digest calls it; also by language.")
    {
        IsRequired = true,
        Example = "\"Views per post\"",
        Remarks = "See [by language](#by-language)",
    };

    public static readonly ConfigField<TextShape> Formula = new(
        "formula", Shapes.Line,
        $"Arithmetic over the week's metrics: + - * / and parentheses. Metrics: {string.Join(", ", Shapes.MetricsOfWeeks)}. The people of one day (reach, users) have no sum over a week.")
    {
        IsRequired = true,
        Example = "\"views / posts\"",
        Remarks = "Each metric has to come from one of the [sources](#sources). See [how it is taken](kpis/custom.md)",
    };

    public static readonly ConfigField<EitherShape> Unit = new(
        "unit", Shapes.WordedOr(new ObjectShape(UnitFields.All)), "A word behind the figure; `%` shows a share (0.12 as 12 %). Also two words, or words by language.")
    {
        Example = """{ "one": "view", "other": "views" }""",
        Remarks = "See [by language](#by-language)",
    };

    public static readonly ConfigField<ChoiceShape<GoodDirection>> Good = new("good", new(Directions), "Which way is better.") { IsRequired = true, Example = "\"up\"" };

    public static readonly ConfigObject All = new("custom figure", Key, Name, Formula, Unit, Good);
}

/// <summary>The fields of a <c>unit</c> that is an object.</summary>
internal static class UnitFields
{
    public static readonly ConfigField<TextShape> One = new("one", Shapes.Line, "The word behind one.") { IsRequired = true, Example = "\"view\"" };

    public static readonly ConfigField<TextShape> Other = new("other", Shapes.Line, "The word behind any other number.") { IsRequired = true, Example = "\"views\"" };

    public static readonly ConfigField<TextShape> Zero = new("zero", Shapes.Line, "The word behind none, in languages that have one of its own.") { Otherwise = "`other`" };

    public static readonly ConfigField<TextShape> Two = new("two", Shapes.Line, "The word behind two, in languages that have one of its own.") { Otherwise = "`other`" };

    public static readonly ConfigField<TextShape> Few = new("few", Shapes.Line, "The word behind few, in languages that have one of its own.") { Otherwise = "`other`" };

    public static readonly ConfigField<TextShape> Many = new("many", Shapes.Line, "The word behind many, in languages that have one of its own.") { Otherwise = "`other`" };

    /// <summary>Those of the plural categories of CLDR besides <see cref="Other"/>.</summary>
    public static readonly IReadOnlyList<ConfigField<TextShape>> ByCategory = [Zero, One, Two, Few, Many];

    public static readonly ConfigObject All = new("unit", One, Other, Zero, Two, Few, Many) { Description = "Two words, where one thing is called otherwise than several; more in languages that have more forms (the plural categories of CLDR)." };
}
