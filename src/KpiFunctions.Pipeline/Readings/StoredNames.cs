using System.Collections.Frozen;

namespace KpiFunctions.Pipeline.Readings;

/// <summary>
/// The names under which the values of an enumeration are stored or published. A name is written once, here, and never
/// changes: rows, blobs and messages of earlier releases hold it. The C# member beside it may be renamed.
/// </summary>
public sealed class StoredNames<T>
    where T : struct, Enum
{
    private readonly FrozenDictionary<T, string> names;
    private readonly FrozenDictionary<string, T> values;

    /// <param name="stored">Every value with its name.</param>
    public StoredNames(params IReadOnlyList<(T Value, string Name)> stored)
        : this(null, stored)
    {
    }

    /// <param name="unrecognized">What a name of a later release is read as. It has no name: it is never stored.</param>
    /// <param name="stored">Every other value with its name.</param>
    /// <exception cref="ArgumentException">A value has no name, or two have the same one.</exception>
    public StoredNames(T? unrecognized, params IReadOnlyList<(T Value, string Name)> stored)
    {
        Unrecognized = unrecognized;
        names = stored.ToFrozenDictionary(pair => pair.Value, pair => pair.Name);
        values = stored.ToFrozenDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        All = [.. stored.Select(pair => pair.Name)];
        foreach (var value in Enum.GetValues<T>())
            if (names.ContainsKey(value) == value.Equals(unrecognized)) throw new ArgumentException($"{value} of {typeof(T)} needs a stored name, or is not to have one.", nameof(stored));
    }

    /// <summary>Every name, in the order of declaration.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>What an unknown name is read as; null where the reader decides.</summary>
    public T? Unrecognized { get; }

    /// <summary>The name of a value.</summary>
    /// <exception cref="KeyNotFoundException">The value is the one that is never stored.</exception>
    public string this[T value] => names[value];

    /// <summary>The value of a name; null where this release does not know it.</summary>
    public T? Find(string? name) => name is not null && values.TryGetValue(name, out var value) ? value : null;
}
