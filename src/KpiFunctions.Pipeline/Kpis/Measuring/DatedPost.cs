using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>A post with the day on which it was published in the client's zone.</summary>
internal sealed record DatedPost(Post Post, DateOnly Day);
