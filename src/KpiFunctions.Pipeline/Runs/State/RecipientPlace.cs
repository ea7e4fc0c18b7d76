using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Names a recipient by its place in the config, since no table holds an address.</summary>
public static class RecipientPlace
{
    /// <summary>The place, such as <c>recipients[1]</c>; null where the config no longer names the recipient.</summary>
    /// <param name="recipientHash">The hash of the address.</param>
    public static string? Find(ClientConfig client, string recipientHash)
    {
        for (var index = 0; index < client.Recipients.Count; index++)
            if (RecipientHash.Of(client.Recipients[index].Email) == recipientHash) return $"recipients[{index}]";
        return null;
    }
}
