using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>Names recipients to a consultant by their place in the config, since no table holds an address.</summary>
public sealed class RecipientPlaces(ClientDirectory clients)
{
    /// <summary>The place, such as <c>recipients[1]</c>, at the beginning of a sentence.</summary>
    public async Task<string> OfAsync(string client, string recipientHash, CancellationToken cancellationToken) =>
        (await clients.FindAsync(client, cancellationToken) is { } known ? RecipientPlace.Find(known.Config, recipientHash) : null) ?? "A recipient who is no longer in the config";
}
