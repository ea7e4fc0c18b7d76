using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Reports;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>Writes the week's mail of a consultant from all of its clients.</summary>
public sealed class WeekReports(ClientFactsReader facts, ConsultantTable consultants, ReportComposer composer, ReportRenderer renderer, StorageAccount account)
{
    /// <summary>Reads and writes. It sends nothing, and closes alerts that have ended.</summary>
    /// <param name="clients">Those that the reader is in charge of and present for.</param>
    /// <param name="occurrence">The week in which the mail is due; it is about the week before.</param>
    internal async Task<RenderedReport> WriteAsync(ReportReader reader, IReadOnlyList<ClientInForce> clients, IsoWeek occurrence, CancellationToken cancellationToken)
    {
        var schedule = ReportReaders.ScheduleIn(reader.Zone);
        var (from, to) = (schedule.In(occurrence.Plus(-1)).DueAt, schedule.In(occurrence).DueAt);
        var read = new ClientFacts[clients.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, clients.Count),
            new ParallelOptions { MaxDegreeOfParallelism = account.AtOnce, CancellationToken = cancellationToken },
            async (i, token) => read[i] = await facts.OfWeekAsync(clients[i], from, to, token));

        var all = read.Concat(reader.IsAgency ? await OthersAsync(cancellationToken) : await BrandsAsync(clients, cancellationToken)).ToList();
        return renderer.Render(await composer.OfWeekAsync(reader, all, occurrence.Plus(-1).Days, cancellationToken));
    }

    /// <summary>What concerns no client, and clients without a consultant.</summary>
    private async Task<IReadOnlyList<ClientFacts>> OthersAsync(CancellationToken cancellationToken)
    {
        var others = new List<ClientFacts> { await facts.OfOthersAsync(AlertTable.NoClient, cancellationToken) };
        foreach (var row in await consultants.ClientsOfAsync(ConsultantTable.Agency, cancellationToken))
        {
            var other = await facts.OfOthersAsync(row.Client, cancellationToken);
            if (other.Alerts.Count > 0) others.Add(other);
            else await consultants.RemoveAsync(row.Client, cancellationToken);
        }

        return others;
    }

    /// <summary>The files of the brands that the clients have.</summary>
    private async Task<IReadOnlyList<ClientFacts>> BrandsAsync(IReadOnlyList<ClientInForce> clients, CancellationToken cancellationToken)
    {
        var brands = new List<ClientFacts>();
        foreach (var brand in clients.Select(client => client.Config.Brand.Id).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            brands.Add(await facts.OfBrandAsync(AlertCauses.Brand(brand), cancellationToken));
        return brands;
    }
}
