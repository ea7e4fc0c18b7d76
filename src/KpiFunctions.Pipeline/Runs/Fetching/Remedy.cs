using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>What a consultant has to do about a failure, in words. Pure.</summary>
internal static class Remedy
{
    /// <summary>The failure, and how to fix it, with the account by its name.</summary>
    /// <param name="credential">The name of the secret that was used; null where there is none.</param>
    public static string Describe(SourceConfig source, SourceTraits traits, string? credential, SourceFailure failure) =>
        $"{failure.KindName}: {failure.Message} {What(source, traits, credential, failure.Kind)}".TrimEnd();

    /// <summary>Something that was refused in an answer that is otherwise good. What the platform will tell in its own time needs nobody.</summary>
    public static string Describe(SourceFailure refusal) =>
        $"{refusal.KindName}: {refusal.Message}{(refusal.Kind == SourceFailureKind.PartlyUnknown ? " To do: nothing." : "")}";

    /// <summary>What one remedy fixes: the access, the platform, or the client's config.</summary>
    public static string CauseOf(ClientConfig client, SourceConfig source, SourceTraits traits, SourceFailureKind kind) => (kind, AccountFetch.CredentialOf(source, traits)) switch
    {
        (SourceFailureKind.CredentialExpired or SourceFailureKind.CredentialRefused or SourceFailureKind.PermissionMissing, { } credential) => AlertCauses.Credential(credential),
        (SourceFailureKind.AccountUnknown or SourceFailureKind.CredentialExpired or SourceFailureKind.CredentialRefused or SourceFailureKind.PermissionMissing, _) => AlertCauses.Client(client.Id),
        (SourceFailureKind.BudgetSpent, _) when traits.Price is not null => AlertCauses.Client(client.Id),

        // The client's own server.
        _ when source.Url is not null => AlertCauses.Client(client.Id),
        _ => AlertCauses.Platform(source.Type),
    };

    private static string What(SourceConfig source, SourceTraits traits, string? credential, SourceFailureKind kind) => kind switch
    {
        SourceFailureKind.CredentialExpired => $"To do: renew the access to {Account(source, traits)} and put the new secret into the vault as '{credential}'.",
        SourceFailureKind.CredentialRefused => $"To do: have the owner of {Account(source, traits)} give access again and put the new secret into the vault as '{credential}'.",
        SourceFailureKind.PermissionMissing => $"To do: have the permissions that docs/sources/{traits.Type}.md lists granted to the access '{credential}' for {Account(source, traits)}.",
        SourceFailureKind.AccountUnknown => $"To do: correct 'account' of {Account(source, traits)} in the client's config.",
        SourceFailureKind.BudgetSpent when traits.Price is not null => $"To do: nothing, or raise 'monthlyBudget' of {Account(source, traits)} in the client's config.",
        SourceFailureKind.BudgetSpent => $"To do: nothing for one day; if it comes again, have {traits.Name} raise the app's quota.",
        SourceFailureKind.RequestRefused => "To do: report this to the pipeline's engineers: the platform has changed.",
        _ => "",
    };

    private static string Account(SourceConfig source, SourceTraits traits) =>
        source.Name == traits.Name ? $"{traits.Name} ({source.Account})" : $"'{source.Name}' ({traits.Name}, {source.Account})";
}
