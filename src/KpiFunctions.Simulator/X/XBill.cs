using System.Collections.Concurrent;

namespace KpiFunctions.Simulator.X;

/// <summary>
/// What X charged: half a cent for a post that it sent, a cent for a user, every time. (X charges the same thing once a
/// day at most, but promises that softly only.)
/// </summary>
public sealed class XBill
{
    private const decimal PerPost = 0.005m;
    private const decimal PerUser = 0.010m;
    private readonly ConcurrentDictionary<(string Account, string Month), decimal> charged = new();

    /// <summary>What the reads about an account came to, in US dollars.</summary>
    /// <param name="month">Such as <c>2026-11</c>, in UTC.</param>
    public decimal Of(string account, string month) => charged.GetValueOrDefault((account.ToLowerInvariant(), month));

    internal void Charge(string account, DateTimeOffset now, int users, int posts) =>
        charged.AddOrUpdate((account.ToLowerInvariant(), $"{now.UtcDateTime:yyyy-MM}"), (users * PerUser) + (posts * PerPost), (_, sum) => sum + (users * PerUser) + (posts * PerPost));
}
