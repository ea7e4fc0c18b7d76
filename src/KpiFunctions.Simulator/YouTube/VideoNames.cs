using System.Buffers.Binary;
using System.Buffers.Text;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.YouTube;

/// <summary>
/// Identifiers of videos: eleven letters that hold the channel's number, the day and the place in the day, so that a
/// video is found by its identifier alone.
/// </summary>
internal static class VideoNames
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const int PlaceBits = 4;
    private static readonly int FirstDay = new DateOnly(2005, 4, 23).DayNumber;

    /// <summary>The identifier of a channel's video.</summary>
    public static string Of(long channel, DateOnly day, int place)
    {
        Span<byte> octets = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(octets, channel);
        var rest = ((day.DayNumber - FirstDay) << PlaceBits) | place;
        return $"{Base64Url.EncodeToString(octets[2..])}{Letters[(rest >> 12) & 63]}{Letters[(rest >> 6) & 63]}{Letters[rest & 63]}";
    }

    /// <summary>What an identifier holds; null where it is no identifier.</summary>
    public static (long Channel, DateOnly Day, int Place)? Read(string id)
    {
        if (id.Length != 11 || id.Any(letter => !Letters.Contains(letter, StringComparison.Ordinal))) return null;
        Span<byte> octets = stackalloc byte[8];
        octets.Clear();
        Base64Url.DecodeFromChars(id.AsSpan(0, 8), octets[2..]);
        var rest = id[8..].Aggregate(0, (sum, letter) => (sum << 6) | Letters.IndexOf(letter, StringComparison.Ordinal));
        return (BinaryPrimitives.ReadInt64BigEndian(octets), DateOnly.FromDayNumber(FirstDay + (rest >> PlaceBits)), rest & ((1 << PlaceBits) - 1));
    }
}
