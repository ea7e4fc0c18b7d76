using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>The identity with which Azure's services are called.</summary>
public static class AzureCredentials
{
    private const string ClientId = "clientId";

    /// <summary>The user-assigned identity that a section names as <c>clientId</c>; without one, the identity that is signed in.</summary>
    /// <exception cref="SettingException">The client id is not a GUID.</exception>
    public static TokenCredential From(IConfigurationSection section)
    {
        if (section[ClientId] is not { Length: > 0 } clientId) return new DefaultAzureCredential();
        return Guid.TryParse(clientId, out _)
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : throw new SettingException(
                Settings.NameOf($"{section.Path}:{ClientId}"), Settings.Found(clientId), "the client id of a user-assigned identity, such as 00000000-0000-0000-0000-000000000000, or nothing");
    }
}
