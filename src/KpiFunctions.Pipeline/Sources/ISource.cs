using System.Collections.Frozen;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>A platform that readings are fetched from over HTTP.</summary>
public interface ISource
{
    /// <summary>What it can give, and how it behaves in time.</summary>
    SourceTraits Traits { get; }

    /// <summary>
    /// Asks for some days of one account, page by page. Every page is complete in itself, so that what arrived before
    /// a failure can be stored. Days in the future, or that the platform has not finished, are not answered.
    /// </summary>
    /// <exception cref="SourceException">The platform refused, or its answer cannot be understood.</exception>
    IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, CancellationToken cancellationToken);
}

/// <summary>What to fetch.</summary>
/// <param name="Source">The account, as the client's config has it.</param>
/// <param name="Secret">The credential's value; null where the source needs none.</param>
/// <param name="Days">The days wanted, of the source's own calendar. May be longer than a single request allows.</param>
/// <param name="Zone">The client's zone, for a platform that has no day of its own.</param>
public sealed record SourceRequest(SourceConfig Source, string? Secret, DayRange Days, Zone Zone)
{
    /// <summary>The requests that the agency's app may still make; every try of every request takes one.</summary>
    public IAllowance Requests { get; init; } = Allowance.Unlimited;

    /// <summary>What may still be read of what costs money, in the units of <see cref="SourceTraits.Price"/>.</summary>
    public IAllowance Budget { get; init; } = Allowance.Unlimited;

    /// <summary>Keeps a secret that the platform replaces while it is used.</summary>
    public ISecretKeeper Keeper { get; init; } = SecretKeeper.Forgetful;

    /// <summary>The first day whose posts are to be read, where the list could not be read by an earlier fetch; null where the days say it.</summary>
    public DateOnly? PostsFrom { get; init; }

    /// <summary>Whether the access is to be checked: at an account's first fetch, and while something is refused.</summary>
    public bool ChecksAccess { get; init; }

    /// <summary>What the platform refused lately, by <see cref="Refusal.What"/>: not to be asked for now.</summary>
    public IReadOnlySet<string> Skip { get; init; } = FrozenSet<string>.Empty;
}

/// <summary>A part of a source's answer.</summary>
public sealed record SourcePage
{
    public IReadOnlyList<Reading> Readings { get; init; } = [];

    public IReadOnlyList<Post> Posts { get; init; } = [];

    /// <summary>What the platform refused while it answered the rest: each costs only itself.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

/// <summary>Something that a platform would not give, in an answer that is otherwise good.</summary>
/// <param name="What">A metric's or a request's name at the platform.</param>
/// <param name="Failure">Why.</param>
public sealed record Refusal(string What, SourceFailure Failure)
{
    /// <summary>
    /// For the list of the account's posts: those published before this instant may be missing, as the list was not read
    /// further; <see cref="DateTimeOffset.MaxValue"/> where none of it was. Null for anything else.
    /// </summary>
    public DateTimeOffset? PostsSince { get; init; }

    /// <summary>The metrics that are not known because of it; empty where it is not about single metrics.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];
}
