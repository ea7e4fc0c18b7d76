using System.Buffers;
using Scriban.Runtime;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>What a template writes on: one piece of memory, lent for a digest and given back.</summary>
/// <param name="most">The most characters that are wanted; who writes more need not go on.</param>
internal sealed class Paper(int most) : IScriptOutput, IDisposable
{
    private const int UsualLength = 100_000;

    private char[] characters = ArrayPool<char>.Shared.Rent(UsualLength);
    private int length;

    /// <summary>Whether more was written than was wanted.</summary>
    public bool IsFull => length > most;

    public void Write(string text, int offset, int count)
    {
        if (IsFull) return;
        if (length + count > characters.Length) Grow(length + count);
        text.CopyTo(offset, characters, length, count);
        length += count;
    }

    public ValueTask WriteAsync(string text, int offset, int count, CancellationToken cancellationToken)
    {
        Write(text, offset, count);
        return default;
    }

    /// <summary>All of it; nothing where it is more than was wanted.</summary>
    public override string ToString() => IsFull ? "" : new(characters, 0, length);

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(characters);
        characters = [];
    }

    private void Grow(int least)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(least, characters.Length * 2));
        characters.AsSpan(0, length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(characters);
        characters = larger;
    }
}
