using System.Collections.Frozen;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.History;

/// <summary>All that the store knows of one client over some days: what the KPIs are computed from.</summary>
public sealed record ClientHistory
{
    /// <summary>The days that were read.</summary>
    public required DayRange Days { get; init; }

    /// <summary>At most one per account and day, in order of day.</summary>
    public required IReadOnlyList<Reading> Readings { get; init; }

    /// <summary>Each post once, in order of publication.</summary>
    public required IReadOnlyList<Post> Posts { get; init; }

    /// <summary>How each account's last fetch went.</summary>
    public required IReadOnlyList<AccountState> Accounts { get; init; }

    /// <summary>Stretches of earlier years, in order: what weeks did then is their season.</summary>
    public IReadOnlyList<EarlierDays> Earlier { get; init; } = [];
}

/// <summary>What the store knows of some days of an earlier year.</summary>
public sealed record EarlierDays(DayRange Days, IReadOnlyList<Reading> Readings, IReadOnlyList<Post> Posts);

/// <summary>What is known of one account's fetching.</summary>
/// <param name="LastSuccess">When it last answered; null where it never did.</param>
/// <param name="Trouble">What stands in the way now; null where nothing does.</param>
public sealed record AccountState(AccountRef Account, DateTimeOffset? LastSuccess, AccountTrouble? Trouble)
{
    /// <summary>The instant up to which the account's posts are known; null where none of them was ever read.</summary>
    public DateTimeOffset? PostsReadUntil { get; init; } = LastSuccess;

    /// <summary>
    /// Of an account that exports feed, the days that exports with posts cover; a range that begins on the first of all days
    /// begins with the first post. Null for an account that is fetched.
    /// </summary>
    public IReadOnlyList<DayRange>? PostsCovered { get; init; }

    /// <summary>The latest days on which exports were dropped, in order; empty for an account that is fetched.</summary>
    public IReadOnlyList<DateOnly> Drops { get; init; } = [];

    /// <summary>When all exports of the account were last read again and changed stored figures; null where they never were.</summary>
    public DateTimeOffset? ReadAgainAt { get; init; }

    /// <summary>Metrics that the platform refuses at present.</summary>
    public IReadOnlySet<Metric> Refused { get; init; } = FrozenSet<Metric>.Empty;
}

/// <summary>Why an account gives no figures.</summary>
/// <param name="Since">When it began.</param>
public sealed record AccountTrouble(SourceFailure Failure, DateTimeOffset Since);
