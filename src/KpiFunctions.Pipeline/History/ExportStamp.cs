using System.Security.Cryptography;
using System.Text;

namespace KpiFunctions.Pipeline.History;

/// <summary>Which export a stored figure is from, and how new that export is: the newer one ends later, or ends on the same day and was dropped later.</summary>
/// <param name="End">The last day that the export covers.</param>
/// <param name="DroppedAt">When it was dropped.</param>
/// <param name="File">A hash of its name: of two exports dropped at the same instant, every host takes the same one for the newer.</param>
public readonly record struct ExportStamp(DateOnly End, DateTimeOffset DroppedAt, string File)
{
    private const int HashLength = 12;

    /// <summary>The stamp of an export.</summary>
    public static ExportStamp Of(DateOnly end, DateTimeOffset droppedAt, string name) => new(end, droppedAt, HashOf(name));

    /// <summary>The stamp of a figure that an earlier release stored, which did not note the export: older than every export.</summary>
    /// <param name="storedAt">When the file was read.</param>
    public static ExportStamp Unnoted(DateTimeOffset storedAt) => new(DateOnly.MinValue, storedAt, "");

    /// <summary>Whether the export was not noted.</summary>
    public bool IsUnnoted => File.Length == 0;

    /// <summary>How a stamp names a file.</summary>
    public static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashLength];

    /// <summary>Whether another export is newer.</summary>
    public bool IsOlderThan(ExportStamp other) =>
        (End != other.End ? End.CompareTo(other.End) : DroppedAt != other.DroppedAt ? DroppedAt.CompareTo(other.DroppedAt) : string.CompareOrdinal(File, other.File)) < 0;
}
