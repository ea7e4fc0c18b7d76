using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Something that figures depend on and that ends.</summary>
/// <param name="EndsOn">The first day without it.</param>
/// <param name="What">The version of an API, or an access.</param>
/// <param name="Concerned">Clients whose figures stop then.</param>
/// <param name="ToDo">What a person has to do before.</param>
public sealed record Ending(DateOnly EndsOn, string What, IReadOnlyList<string> Concerned, string ToDo);

/// <summary>Lists what ends: versions of the platforms' APIs, and accesses whose end is known. Pure.</summary>
public static class Endings
{
    /// <summary>How far ahead is looked: a version has to be tried and rolled out, an access asked for.</summary>
    public const int DaysAhead = 90;

    /// <summary>What has ended, or ends within <see cref="DaysAhead"/> days, the first to end first.</summary>
    /// <param name="sources">The sources that the pipeline knows.</param>
    /// <param name="clients">Clients in force, with what is known of their accounts.</param>
    public static IReadOnlyList<Ending> Of(IEnumerable<SourceTraits> sources, IReadOnlyList<(ClientConfig Client, IReadOnlyList<Cursor> Cursors)> clients, DateTimeOffset now)
    {
        var (traits, last) = (sources.ToDictionary(source => source.Type), DateOnly.FromDateTime(now.UtcDateTime).AddDays(DaysAhead));
        return [.. Versions(traits, clients).Concat(Accesses(traits, clients)).Where(ending => ending.EndsOn <= last).OrderBy(ending => ending.EndsOn).ThenBy(ending => ending.What, StringComparer.Ordinal)];
    }

    private static IEnumerable<Ending> Versions(Dictionary<string, SourceTraits> traits, IReadOnlyList<(ClientConfig Client, IReadOnlyList<Cursor> Cursors)> clients) =>
        from source in traits.Values
        let version = source.VersionEnd
        where version is not null
        select new Ending(
            version.EndsOn, $"version {version.Version} of {source.Name}'s API",
            [.. clients.Where(each => each.Client.Sources.Any(account => account.Type == source.Type)).Select(each => each.Client.Id)],
            "have the pipeline updated to a newer version");

    /// <summary>An access that several accounts use is one line.</summary>
    private static IEnumerable<Ending> Accesses(Dictionary<string, SourceTraits> traits, IReadOnlyList<(ClientConfig Client, IReadOnlyList<Cursor> Cursors)> clients) =>
        from each in clients
        from source in each.Client.Sources
        let cursor = each.Cursors.FirstOrDefault(cursor => cursor.Account == source.Ref)
        let endsAt = cursor?.AccessEnds
        where endsAt is not null
        let credential = AccountFetch.CredentialOf(source, traits[source.Type])
        group (each.Client.Id, EndsAt: endsAt.Value) by (source.Type, Name: credential ?? source.Ref.ToString()) into access
        select new Ending(
            DateOnly.FromDateTime(access.Min(use => use.EndsAt).UtcDateTime), $"the access '{access.Key.Name}' to {traits[access.Key.Type].Name}",
            [.. access.Select(use => use.Id).Distinct(StringComparer.Ordinal)],
            $"renew it and put the new secret into the vault as '{access.Key.Name}'");
}
