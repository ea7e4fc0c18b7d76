using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>The lease of a blob, by the service's table of states.</summary>
internal sealed class Lease
{
    private const int Shortest = 15;
    private const int Longest = 60;

    private string? id;
    private int seconds;
    private DateTimeOffset endsAt;
    private DateTimeOffset? breaksAt;

    public string StateAt(DateTimeOffset now) =>
        id is null ? "available"
        : breaksAt is { } broken ? now < broken ? "breaking" : "broken"
        : now < endsAt ? "leased" : "expired";

    /// <summary>Null where it is not leased.</summary>
    public string? DurationAt(DateTimeOffset now) => StateAt(now) is "leased" ? endsAt == DateTimeOffset.MaxValue ? "infinite" : "fixed" : null;

    public bool IsLockedAt(DateTimeOffset now) => StateAt(now) is "leased" or "breaking";

    /// <summary>Checks a write, a delete, or a read that names a lease.</summary>
    /// <exception cref="ServiceError">The request names another lease than the blob has.</exception>
    public void Check(string? given, bool isWrite, DateTimeOffset now)
    {
        if (IsLockedAt(now))
        {
            if (given is null && isWrite) throw new ServiceError(412, "LeaseIdMissing", "There is currently a lease on the blob and no lease ID was specified in the request.");
            if (given is not null && !Is(given)) throw new ServiceError(412, "LeaseIdMismatchWithBlobOperation", "The lease ID specified did not match the lease ID for the blob.");
        }
        else if (given is not null)
        {
            throw StateAt(now) == "expired" && Is(given)
                ? new ServiceError(412, "LeaseLost", "A lease ID was specified, but the lease for the blob has expired.")
                : new(412, "LeaseNotPresentWithBlobOperation", "There is currently no lease on the blob.");
        }
    }

    public string Acquire(string proposed, int duration, DateTimeOffset now)
    {
        if (duration is not (-1 or (>= Shortest and <= Longest)))
            throw new ServiceError(400, "InvalidHeaderValue", "The value for one of the HTTP headers is not in the correct format: x-ms-lease-duration.");
        if (IsLockedAt(now) && (!Is(proposed) || StateAt(now) == "breaking")) throw new ServiceError(409, "LeaseAlreadyPresent", "There is already a lease present.");
        (id, seconds, breaksAt) = (proposed, duration, null);
        Extend(now);
        return proposed;
    }

    public void Renew(string given, DateTimeOffset now)
    {
        CheckHolder(given);
        if (breaksAt is not null) throw new ServiceError(409, "LeaseIsBrokenAndCannotBeRenewed", "The lease ID matched, but the lease has been broken explicitly and cannot be renewed.");
        Extend(now);
    }

    public void Change(string given, string proposed, DateTimeOffset now)
    {
        if (!IsLockedAt(now)) throw new ServiceError(409, "LeaseNotPresentWithLeaseOperation", "There is currently no lease on the blob.");
        if (breaksAt is not null) throw new ServiceError(409, "LeaseIsBreakingAndCannotBeChanged", "The lease is breaking and cannot be changed.");
        if (!Is(given) && !Is(proposed)) throw Mismatch();
        id = proposed;
    }

    public void Release(string given)
    {
        CheckHolder(given);
        (id, breaksAt) = (null, null);
    }

    /// <summary>The seconds until it is broken.</summary>
    public int Break(int? period, DateTimeOffset now)
    {
        if (id is null) throw new ServiceError(409, "LeaseNotPresentWithLeaseOperation", "There is currently no lease on the blob.");
        var left = StateAt(now) switch
        {
            "leased" => endsAt == DateTimeOffset.MaxValue ? TimeSpan.FromSeconds(period ?? 0) : endsAt - now,
            "breaking" => breaksAt!.Value - now,
            _ => TimeSpan.Zero,
        };
        if (period is { } given && TimeSpan.FromSeconds(given) < left) left = TimeSpan.FromSeconds(given);
        breaksAt = now + left;
        return (int)Math.Ceiling(left.TotalSeconds);
    }

    /// <summary>A lease that ended can't be renewed once the blob was written without it.</summary>
    public void OnWritten(DateTimeOffset now)
    {
        if (!IsLockedAt(now)) (id, breaksAt) = (null, null);
    }

    private void Extend(DateTimeOffset now) => endsAt = seconds < 0 ? DateTimeOffset.MaxValue : now.AddSeconds(seconds);

    private bool Is(string given) => string.Equals(id, given, StringComparison.OrdinalIgnoreCase);

    private void CheckHolder(string given)
    {
        if (id is null || !Is(given)) throw Mismatch();
    }

    private static ServiceError Mismatch() =>
        new(409, "LeaseIdMismatchWithLeaseOperation", "The lease ID specified did not match the lease ID for the blob.");
}
