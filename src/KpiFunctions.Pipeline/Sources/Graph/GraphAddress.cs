namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>Addresses that come in answers.</summary>
internal static class GraphAddress
{
    private static readonly string[] Own = ["access_token=", "fields=", "limit="];

    /// <summary>
    /// Where a list goes on: the query of a <c>next</c> address without the token that is in it, and without what the
    /// request itself says, so that the list can go on in pages of another size. The host is never taken from an answer.
    /// </summary>
    /// <returns>Null on the last page.</returns>
    public static string? PositionOf(GraphPaging? paging)
    {
        var next = paging?.Next;
        var mark = next?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return mark < 0 ? null : string.Join('&', next![(mark + 1)..].Split('&').Where(pair => !Own.Any(own => pair.StartsWith(own, StringComparison.Ordinal))));
    }
}
