using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>What Matomo's error messages mean. It has no codes: the kind is read from the words of its API.</summary>
internal static class MatomoErrors
{
    /// <summary>The kind of trouble that a message is about; what is not recognised is a refused request.</summary>
    public static SourceFailureKind KindOf(string message)
    {
        bool Says(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
                if (message.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
            return false;
        }

        return Says("unexpected website", "website id was set to") ? SourceFailureKind.AccountUnknown
            : Says("authenticate", "token", "authentication") ? SourceFailureKind.CredentialRefused
            : Says("can't access", "view' access", "access to this resource", "not authorized") ? SourceFailureKind.PermissionMissing
            : SourceFailureKind.RequestRefused;
    }
}
