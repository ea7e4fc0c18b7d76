using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>Which of the permissions that a source needs the access does not have.</summary>
internal static class GraphAccess
{
    /// <summary>
    /// Asks Meta what the token may do, and records each permission that is missing by its name. Where Meta does not say,
    /// nothing is recorded: what the token may not do shows in what is refused.
    /// </summary>
    public static async Task CheckAsync(GraphClient client, SourceTraits traits, Refusals refusals, CancellationToken cancellationToken)
    {
        GraphTokenInfo? info;
        try
        {
            info = (await client.TokenAsync(cancellationToken)).Data;
        }
        catch (SourceException e) when (e.Failure.Kind is not SourceFailureKind.RateLimited and not SourceFailureKind.BudgetSpent)
        {
            return;
        }

        if (info?.Scopes is not { Count: > 0 } granted) return;
        foreach (var permission in traits.Permissions.Where(permission => !granted.Contains(permission.Name)))
        {
            refusals.Add(
                $"permission {permission.Name}",
                new(SourceFailureKind.PermissionMissing, $"The access to {traits.Name} lacks the permission '{permission.Name}', which is needed for {permission.Purpose}."));
        }
    }
}
