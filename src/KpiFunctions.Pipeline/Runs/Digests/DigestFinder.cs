using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>What was found, and what it was found from.</summary>
/// <param name="Late">Sources that have not answered the week.</param>
/// <param name="Built">The digest, where it was computed to find out.</param>
/// <param name="Until">When the finding changes by itself; null where it does not.</param>
internal sealed record Look(Finding Finding, IReadOnlyList<LateAccount> Late, BuiltDigest? Built = null, DateTimeOffset? Until = null);

/// <summary>Finds out how it stands with a digest, which decides what is done next (<see cref="DigestLifecycle"/>). It stores and sends nothing.</summary>
public sealed class DigestFinder(ClientDirectory clients, SourceReadiness readiness, DigestBuilder builder, DeliveryTable deliveries, TimeProvider time)
{
    /// <summary>Looks at a digest as it is now, and at its client.</summary>
    /// <param name="client">Null where no config of it is in force.</param>
    internal async Task<Look> LookAsync(ClientInForce? client, Run run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (client is null) return await LookWithoutConfigAsync(run, now, cancellationToken);
        if (run.State == RunState.Built) return new(DigestMails.FindingOf(client.Config, await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken)), []);
        if (client.IsPausedAt(now)) return now < run.InTimeUntil ? new(Finding.Paused, [], Until: Earlier(run.InTimeUntil, client.Pause!.Until)) : new(Finding.PausedToTheEnd, []);
        return (run.State, run.HeldFor) switch
        {
            (RunState.Drafted, _) => LookAtApproval(client.Config, run, now),
            (RunState.Held, HeldFor.ByPerson) => LookAtHold(run, now),
            _ => await LookAtFiguresAsync(client.Config, run, now, cancellationToken),
        };
    }

    private static Look LookAtApproval(ClientConfig client, Run run, DateTimeOffset now)
    {
        if (run.ApprovedAt is not null) return new(Finding.Approved, []);
        var until = run.HoldUntil ?? run.InTimeUntil;
        if (now < until) return new(Finding.Unapproved, [], Until: until);

        // Nothing ran while it could still be sent, or the config that wanted an approval has gone.
        var isInTime = run.HoldUntil is not null && now < run.InTimeUntil;
        return new(isInTime && client.Settling.WithoutAnswer == WithoutAnswer.Send ? Finding.ApprovalWaived : Finding.ApprovalMissed, []);
    }

    private static Look LookAtHold(Run run, DateTimeOffset now)
    {
        var until = run.HeldUntil ?? run.InTimeUntil;
        if (now < until) return new(Finding.HeldByPerson, [], Until: until);
        if (run.HeldUntil is null) return new(Finding.NeverReleased, []);
        return new(run.BuiltAt is null ? Finding.HoldOver : Finding.HoldOfDraftOver, []);
    }

    private async Task<Look> LookWithoutConfigAsync(Run run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Mails that were made before the file was deleted close the digest.
        if (run.State == RunState.Built && await clients.FindLastAsync(run.Client, cancellationToken) is { } last
            && DigestMails.FindingOf(last.Config, await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken)) is var ended && ended != Finding.MailsOpen)
        {
            return new(ended, []);
        }

        return new(now < run.InTimeUntil ? Finding.NoConfig : Finding.ConfigGone, [], Until: run.InTimeUntil);
    }

    private async Task<Look> LookAtFiguresAsync(ClientConfig client, Run run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var late = await readiness.LateAsync(client, run.ReportedWeek, cancellationToken);
        var waitUntil = run.DueAt + client.Settling.Wait;
        if (run.State != RunState.Held && now < waitUntil && late.Any(account => account.WaitingHelps)) return new(Finding.SourcesLate, late, Until: waitUntil);

        var built = await builder.BuildAsync(client, run.ReportedWeek, cancellationToken);
        if (run.ApprovedAt is null && built.Report.HasFigure && client.Settling.Review) return new(Finding.ReadyForReview, late, built);
        if (run.ApprovedAt is not null || built.Report.HasFigure) return new(Finding.Ready, late, built);

        var holdUntil = HoldUntil(client, run);
        if (now < holdUntil) return new(Finding.NoFigures, late, built, holdUntil);
        return new(client.Settling.WithoutAnswer == WithoutAnswer.Send ? Finding.Ready : Finding.NothingToSay, late, built);
    }

    /// <summary>Until when a digest is held that has no figure, or no approval.</summary>
    internal static DateTimeOffset HoldUntil(ClientConfig client, Run run) => run.DueAt + client.Settling.Hold;

    /// <summary>The earlier of two instants; null is none.</summary>
    internal static DateTimeOffset Earlier(DateTimeOffset instant, DateTimeOffset? other) => other < instant ? other.Value : instant;
}
