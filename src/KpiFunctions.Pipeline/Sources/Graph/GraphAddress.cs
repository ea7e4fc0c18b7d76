namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>Addresses that come in answers.</summary>
internal static class GraphAddress
{
    /// <summary>The query of a <c>next</c> address without the token that is in it. The host is never taken from an answer.</summary>
    public static string? QueryOf(string? next)
    {
        var mark = next?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return mark < 0 ? null : string.Join('&', next![(mark + 1)..].Split('&').Where(pair => !pair.StartsWith("access_token=", StringComparison.Ordinal)));
    }
}
