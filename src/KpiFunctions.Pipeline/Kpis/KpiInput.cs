using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>Something that a figure was made from: one metric of one account, and how it was read.</summary>
/// <param name="Metric">Null for visits by origin.</param>
/// <param name="Part">Which of the visits, or what they brought; only for <see cref="Aggregation.Visits"/>.</param>
public sealed record KpiInput(AccountRef Account, Metric? Metric, Aggregation Way, VisitPart? Part = null);

/// <summary>Which visits by origin an input is: shares are made of two of them.</summary>
public enum VisitPart
{
    Sessions,
    SessionsFromGoogle,

    /// <summary>Those of which it is known whether Google sent them.</summary>
    SessionsFromGoogleOrNot,
    SessionsFromSocial,

    /// <summary>Those of which it is known whether a social network sent them.</summary>
    SessionsFromSocialOrNot,

    /// <summary>Those whose sender is known.</summary>
    SessionsOfKnownReferrer,
    Conversions,
    ConversionsFromSocial,

    /// <summary>Those of visits of which it is known whether a social network sent them.</summary>
    ConversionsFromSocialOrNot,
}

/// <summary>How an input was taken from what is stored.</summary>
public enum Aggregation
{
    /// <summary>The week's seven days added up.</summary>
    DaysAddedUp,

    /// <summary>The window that ends on Sunday.</summary>
    SundaysWindow,

    /// <summary>The highest of the week's days.</summary>
    BestDay,

    /// <summary>The week's last level.</summary>
    LastLevel,

    /// <summary>The last level before the week.</summary>
    EarlierLevel,

    /// <summary>Posts of the week, counted.</summary>
    PostsCounted,

    /// <summary>Messages of the week by others that name the account, counted.</summary>
    MentionsCounted,

    /// <summary>Posts of the week, their figures added up.</summary>
    PostsAddedUp,

    /// <summary>Posts of the week, each for itself.</summary>
    PostByPost,

    /// <summary>The week's visits by origin, all seven days.</summary>
    Visits,

    /// <summary>A way that a later release has; read from its traces, and never written.</summary>
    Unrecognized,
}
