namespace KpiFunctions.Pipeline.Digest.Model;

/// <summary>Items under a title.</summary>
/// <param name="More">How many did not fit, in words; null where all did.</param>
internal sealed record ListModel<T>(string Title, IReadOnlyList<T> Items, string? More);
