using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Reports;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>
/// Writes the mails about what cannot wait. An alert is put into a mail before the mail is claimed, and removed after it has
/// left: wherever the process stops, the same mail has the same alerts, and what came meanwhile goes into the next one.
/// </summary>
public sealed class AtOnceMails(UrgentAlertTable urgent, AlertTable alerts, ClientFactsReader facts, ReportComposer composer, ReportRenderer renderer, TimeProvider time)
{
    /// <summary>An alert is raised before it is recorded: its row may come as much later as a message is tried again.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Puts what is not in a mail yet into that of a message.</summary>
    /// <returns>The alerts of each mail that has not left, by its instruction, the earliest first.</returns>
    internal async Task<IReadOnlyList<KeyValuePair<string, IReadOnlyList<UrgentAlert>>>> TakeAsync(ReportMessage message, CancellationToken cancellationToken)
    {
        await urgent.TakeAsync(message.Consultant, message.Instruction!, alert => IsRecordedAsync(alert, cancellationToken), cancellationToken);
        return
        [
            .. from alert in await urgent.ReadAsync(message.Consultant, cancellationToken)
               where ReportMessage.TickOf(alert.Mail) is not null
               group alert by alert.Mail into mail
               orderby mail.Key
               select KeyValuePair.Create<string, IReadOnlyList<UrgentAlert>>(mail.Key, [.. mail]),
        ];
    }

    /// <summary>Writes a mail of the alerts that still last and are of the reader's clients.</summary>
    /// <returns>Null where there is none of them any more.</returns>
    internal async Task<RenderedReport?> WriteAsync(ReportReader reader, IReadOnlyList<ClientInForce> clients, IReadOnlyList<UrgentAlert> taken, CancellationToken cancellationToken)
    {
        var told = new List<ClientFacts>();
        foreach (var ofClient in taken.GroupBy(alert => alert.Client, StringComparer.Ordinal).OrderBy(ofClient => ofClient.Key, StringComparer.Ordinal))
        {
            var client = clients.FirstOrDefault(known => known.Config.Id == ofClient.Key);
            if (client is null && !reader.IsAgency) continue;
            var lasting = new List<Alert>();
            foreach (var alert in ofClient)
                if (await alerts.FindAsync(alert.Client, alert.Kind, alert.Subject, cancellationToken) is { } found) lasting.Add(found);
            if (lasting.Count > 0) told.Add(await facts.OfAlertsAsync(ofClient.Key, client, lasting, cancellationToken));
        }

        return told.Count == 0 ? null : renderer.Render(await composer.AtOnceAsync(reader, told, cancellationToken));
    }

    /// <summary>Removes what a mail has told.</summary>
    internal async Task ToldAsync(string consultant, IReadOnlyList<UrgentAlert> told, CancellationToken cancellationToken)
    {
        foreach (var alert in told) await urgent.RemoveAsync(consultant, alert, cancellationToken);
    }

    /// <summary>Whether something is left for the next tick.</summary>
    internal async Task<bool> IsLeftAsync(string consultant, CancellationToken cancellationToken) => (await urgent.ReadAsync(consultant, cancellationToken)).Count > 0;

    /// <summary>Whether the alert is there. One that was never recorded in time, or that has ended meanwhile, is not waited for.</summary>
    private async Task<bool> IsRecordedAsync(UrgentAlert alert, CancellationToken cancellationToken) =>
        time.GetUtcNow() - alert.At > Grace || await alerts.FindAsync(alert.Client, alert.Kind, alert.Subject, cancellationToken) is not null;
}
