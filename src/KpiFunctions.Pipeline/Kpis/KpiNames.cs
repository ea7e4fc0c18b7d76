using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>Stored names of what a week's figures are made of: in the table <c>Kpis</c> and in traces.</summary>
public static class KpiNames
{
    public static readonly StoredNames<KpiVerdict> Verdicts = new(
        (KpiVerdict.Unknown, "Unknown"),
        (KpiVerdict.TooEarly, "TooEarly"),
        (KpiVerdict.Steady, "Steady"),
        (KpiVerdict.Borderline, "Borderline"),
        (KpiVerdict.Better, "Better"),
        (KpiVerdict.Worse, "Worse"),
        (KpiVerdict.Unusual, "Unusual"),
        (KpiVerdict.Undecided, "Undecided"),
        (KpiVerdict.Seasonal, "Seasonal"));

    public static readonly StoredNames<ObjectiveVerdict> ObjectiveVerdicts = new(
        (ObjectiveVerdict.Unknown, "Unknown"),
        (ObjectiveVerdict.TooEarly, "TooEarly"),
        (ObjectiveVerdict.Steady, "Steady"),
        (ObjectiveVerdict.Better, "Better"),
        (ObjectiveVerdict.Worse, "Worse"),
        (ObjectiveVerdict.Mixed, "Mixed"),
        (ObjectiveVerdict.Undecided, "Undecided"),
        (ObjectiveVerdict.Borderline, "Borderline"),
        (ObjectiveVerdict.Seasonal, "Seasonal"));

    public static readonly StoredNames<Gap> Gaps = new(
        (Gap.NoData, "NoData"),
        (Gap.PartialWeek, "PartialWeek"),
        (Gap.NotDelivered, "NotDelivered"),
        (Gap.NoPosts, "NoPosts"),
        (Gap.NoEarlierLevel, "NoEarlierLevel"),
        (Gap.Undefined, "Undefined"),
        (Gap.MixedCurrencies, "MixedCurrencies"),
        (Gap.SeriesBreak, "SeriesBreak"),
        (Gap.Impossible, "Impossible"),
        (Gap.Refused, "Refused"),
        (Gap.UnknownOrigin, "UnknownOrigin"),
        (Gap.NotExported, "NotExported"),
        (Gap.OtherAge, "OtherAge"));

    public static readonly StoredNames<Aggregation> Ways = new(
        Aggregation.Unrecognized,
        (Aggregation.DaysAddedUp, "DaysAddedUp"),
        (Aggregation.SundaysWindow, "SundaysWindow"),
        (Aggregation.BestDay, "BestDay"),
        (Aggregation.LastLevel, "LastLevel"),
        (Aggregation.EarlierLevel, "EarlierLevel"),
        (Aggregation.PostsCounted, "PostsCounted"),
        (Aggregation.MentionsCounted, "MentionsCounted"),
        (Aggregation.PostsAddedUp, "PostsAddedUp"),
        (Aggregation.PostByPost, "PostByPost"),
        (Aggregation.Visits, "Visits"));

    /// <summary>In place of a metric, in the inputs of traces.</summary>
    public static readonly StoredNames<VisitPart> VisitParts = new(
        (VisitPart.Sessions, "visits"),
        (VisitPart.SessionsFromGoogle, "visits-from-google"),
        (VisitPart.SessionsFromGoogleOrNot, "visits-from-google-or-not"),
        (VisitPart.SessionsFromSocial, "visits-from-social"),
        (VisitPart.SessionsFromSocialOrNot, "visits-from-social-or-not"),
        (VisitPart.SessionsOfKnownReferrer, "visits-of-known-sender"),
        (VisitPart.Conversions, "conversions-of-visits"),
        (VisitPart.ConversionsFromSocial, "conversions-from-social"),
        (VisitPart.ConversionsFromSocialOrNot, "conversions-from-social-or-not"));

    /// <summary>Only in the conditions of <c>rules.json</c>.</summary>
    public static readonly StoredNames<Pace> Paces = new(
        (Pace.Unknown, "Unknown"),
        (Pace.Reached, "Reached"),
        (Pace.Ahead, "Ahead"),
        (Pace.OnTrack, "OnTrack"),
        (Pace.Behind, "Behind"),
        (Pace.Missed, "Missed"),
        (Pace.TooEarly, "TooEarly"));

    /// <summary>Only in the facts of advice.</summary>
    public static readonly StoredNames<WorthResult> Results = new(
        (WorthResult.PeopleReached, "PeopleReached"),
        (WorthResult.NewFollowers, "NewFollowers"),
        (WorthResult.Discussions, "Discussions"),
        (WorthResult.Visits, "Visits"),
        (WorthResult.Conversions, "Conversions"));

    /// <summary>The name of a gap; null where there is none.</summary>
    public static string? Of(Gap? gap) => gap is { } known ? Gaps[known] : null;

    /// <summary>How a figure was taken.</summary>
    public static string Of(Basis basis) => basis switch
    {
        Basis.SumOfDays => "SumOfDays",
        Basis.UniqueOverWeek => "UniqueOverWeek",
        Basis.BestDay => "BestDay",
        Basis.TypicalPost => "TypicalPost",
        Basis.LevelChange => "LevelChange",
        Basis.LastLevel => "LastLevel",
        Basis.Ratio => "Ratio",
        Basis.SumOfParts => "SumOfParts",
        Basis.None => "None",
        _ => throw new ArgumentException($"{basis} has no stored name.", nameof(basis)),
    };
}
