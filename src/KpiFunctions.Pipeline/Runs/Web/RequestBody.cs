namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>The body of a request.</summary>
/// <param name="Refusal">The HTTP status with which it is refused; 0 where it was read.</param>
public readonly record struct RequestBody(int Refusal, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>It is longer than what is taken.</summary>
    public static readonly RequestBody TooLarge = new(413, default);

    /// <summary>Its sender took too long.</summary>
    public static readonly RequestBody TooSlow = new(408, default);
}
