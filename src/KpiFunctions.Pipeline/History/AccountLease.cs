using Azure;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.History;

/// <summary>
/// The right to fetch an account, held by one attempt at a time and kept in the account's row in <c>Cursors</c>. It runs out
/// by itself where its holder dies. A holder that was held up for longer is overtaken: every write under the lease is
/// conditional, rows by its fences and the cursor by its version, so that what came later stays.
/// </summary>
public sealed class AccountLease
{
    /// <summary>How long a lease is valid: longer than the host lets a function run (<c>functionTimeout</c> of host.json).</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    private readonly CursorTable cursors;
    private readonly string client;
    private ETag? version;

    /// <param name="before">The cursor before the lease was taken.</param>
    /// <param name="leased">The cursor as the lease was written.</param>
    internal AccountLease(CursorTable cursors, string client, Cursor before, Cursor leased, ETag version)
    {
        (this.cursors, this.client, Before, Cursor, this.version) = (cursors, client, before, leased, version);
        var (partition, name) = (TableKey.Of(client), TableKey.Of(leased.Account.Source, leased.Account.Account));
        Readings = new(partition, name, leased.Fence, VersionOf(before.ReadingsFence));
        Posts = new(partition, name, leased.Fence, VersionOf(before.PostsFence));
    }

    /// <summary>The cursor before the lease was taken.</summary>
    public Cursor Before { get; }

    /// <summary>The cursor under the lease.</summary>
    public Cursor Cursor { get; private set; }

    /// <summary>The fence of the account's rows in <c>Readings</c>.</summary>
    internal Fence Readings { get; }

    /// <summary>The fence of the account's rows in <c>Posts</c>.</summary>
    internal Fence Posts { get; }

    /// <summary>
    /// Takes the lease anew for its whole length. Whatever follows within that time happens to an account that nobody else
    /// works on.
    /// </summary>
    /// <returns>Whether it was still valid; false where the holder was overtaken.</returns>
    public async Task<bool> TryRenewAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (version is null) return false;
        var renewed = Cursor with { LeasedUntil = now + Length };
        version = await cursors.TryReplaceAsync(client, renewed, version, cancellationToken);
        if (version is null) return false;
        Cursor = renewed;
        return true;
    }

    /// <summary>Stores the cursor and gives the lease back with it.</summary>
    /// <returns>Whether that took effect; false where the holder was overtaken, or has given the lease back before.</returns>
    public async Task<bool> TryEndAsync(Cursor after, CancellationToken cancellationToken)
    {
        if (version is not { } held) return false;
        var ended = await cursors.TryReplaceAsync(
            client,
            after with
            {
                Fence = Cursor.Fence,
                LeaseOwner = null,
                LeasedUntil = null,
                ReadingsFence = Readings.Version?.ToString(),
                PostsFence = Posts.Version?.ToString(),
            },
            held,
            cancellationToken) is not null;
        version = null;
        return ended;
    }

    /// <summary>
    /// Gives the lease back after an unexpected failure, as if nothing had been tried, so that another attempt finds the
    /// account free. Where that fails too, the lease runs out.
    /// </summary>
    public async Task GiveBackAsync()
    {
        try
        {
            // The attempt's own token may be cancelled.
            await TryEndAsync(Before, CancellationToken.None);
        }
        catch (Exception)
        {
            // The failure that led here is the one to report.
        }
    }

    private static ETag? VersionOf(string? text) => text is null ? null : new ETag(text);
}
