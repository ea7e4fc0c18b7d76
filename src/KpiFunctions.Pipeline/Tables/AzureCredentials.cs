using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>The identity with which Azure's services are called.</summary>
public static class AzureCredentials
{
    /// <summary>The user-assigned identity that a section names as <c>clientId</c>; without one, the identity that is signed in.</summary>
    public static TokenCredential From(IConfigurationSection section) => section["clientId"] is { Length: > 0 } clientId
        ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
        : new DefaultAzureCredential();
}
