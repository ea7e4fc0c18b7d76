using System.Globalization;

namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>The fields of <c>digest</c>.</summary>
internal static class DigestFields
{
    private const string WholeHours = "is not a whole number of hours";

    private static readonly Dictionary<string, DayOfWeek> Days = new()
    {
        ["monday"] = DayOfWeek.Monday,
        ["tuesday"] = DayOfWeek.Tuesday,
        ["wednesday"] = DayOfWeek.Wednesday,
        ["thursday"] = DayOfWeek.Thursday,
        ["friday"] = DayOfWeek.Friday,
        ["saturday"] = DayOfWeek.Saturday,
        ["sunday"] = DayOfWeek.Sunday,
    };

    private static readonly ChoiceShape<WithoutAnswer> Ends = new(new Dictionary<string, WithoutAnswer> { ["send"] = Clients.WithoutAnswer.Send, ["miss"] = Clients.WithoutAnswer.Miss });

    public static readonly ConfigField<ChoiceShape<DayOfWeek>> Day = new("day", new(Days), "The weekday.") { IsRequired = true, Example = "\"monday\"" };

    public static readonly ConfigField<TextShape> Time = new(
        "time", new("^([01][0-9]|2[0-3]):[0-5][0-9]$", "is not a time of day", "write it like 08:30"), "The time of day, `HH:mm`, on the client's clock.")
    {
        IsRequired = true,
        Example = "\"08:30\"",
    };

    // Longer, and the digest would come in the middle of the next week.
    public static readonly ConfigField<NumberShape> WaitHours = new("waitHours", Shapes.Whole(WholeHours, 48), "For how many hours after its due time the digest waits for sources that are late.")
    {
        Default = Hours(SettlingConfig.Default.Wait),
        Example = "12",
    };

    // After a week the next digest is due.
    public static readonly ConfigField<NumberShape> HoldHours = new("holdHours", Shapes.Whole(WholeHours, 168), "For how many hours after its due time a digest without a figure of any objective is held, and one that waits for approval waits.")
    {
        Default = Hours(SettlingConfig.Default.Hold),
        Example = "72",
    };

    public static readonly ConfigField<ChoiceShape<WithoutAnswer>> WithoutAnswer = new(
        "withoutAnswer", Ends, "What becomes of a digest that was held and still has no figure, or no approval: `send` sends it, and it says what is missing; `miss` sends nothing. Either is reported to the agency.")
    {
        Default = Shapes.Quoted(Ends.WordOf(SettlingConfig.Default.WithoutAnswer)),
        Example = "\"miss\"",
    };

    public static readonly ConfigField<SwitchShape> Review = new(
        "review", new(), "Whether a person approves each digest before it leaves: it is built, and waits until somebody approves it or `holdHours` have passed; then `withoutAnswer` decides.")
    {
        Default = "false",
        Example = "true",
        Remarks = "`holdHours` has to be more than `waitHours` then. [How to approve](commands/approve.md)",
    };

    public static readonly ConfigField<ChoiceShape<bool>> AgencyAdvice = new(
        "agencyAdvice", new(new Dictionary<string, bool> { ["hidden"] = false, ["shown"] = true }), "Whether the digest also gives advice about the agency's own work (a plan that was not kept, a budget). Hidden, it stands in the consultants' weekly mail alone.")
    {
        Default = "\"hidden\"",
        Example = "\"shown\"",
    };

    public static readonly ConfigField<ChoiceShape<bool>> Subject = new(
        "subject", new(new Dictionary<string, bool> { ["news"] = false, ["figures"] = true }), "Whether subject and preview may show amounts of money, which others may read in the inbox: `news` shows none, `figures` does.")
    {
        Default = "\"news\"",
        Example = "\"figures\"",
    };

    public static readonly ConfigObject All = new("digest", Day, Time, WaitHours, HoldHours, WithoutAnswer, Review, AgencyAdvice, Subject);

    private static string Hours(TimeSpan time) => time.TotalHours.ToString(CultureInfo.InvariantCulture);
}
