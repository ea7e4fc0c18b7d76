namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>
/// Looks whether a column tells the lines of a day apart. Then they are parts of days, whatever the column's script or type,
/// and nothing says that they add up. One day of many that was entered twice is no such column.
/// </summary>
/// <param name="headerLine">The line of the header.</param>
/// <param name="others">The columns that are no known figures.</param>
internal sealed class DayParts(string file, int headerLine, IReadOnlyList<string> header, IReadOnlyList<int> others)
{
    private readonly Dictionary<(DateOnly Day, string Key), Group> groups = [];

    /// <summary>Columns that differ between two lines of a group, each with the first such pair.</summary>
    private readonly SortedDictionary<int, (DateOnly Day, string One, string Other)> differing = [];

    /// <summary>What was found; null where nothing tells lines apart.</summary>
    public RefusedLine? Found
    {
        get
        {
            if (differing.Count == 0 || (groups.Values.Count(group => group.Lines > 1) is var repeated && repeated == 1 && groups.Count > 1)) return null;

            // A name tells more than a number, if there is one.
            var (column, (day, one, other)) = differing.OrderBy(found => found.Value.One.Any(char.IsLetter) ? 0 : 1).ThenBy(found => found.Key).First();
            return new(
                file, headerLine, header[column], null,
                $"tells several lines of a day apart (\"{PostText.Excerpt(one, 40)}\" and \"{PostText.Excerpt(other, 40)}\" on {day:yyyy-MM-dd}), and nothing in the file says that they add up: "
                + "no day is taken; export the figures by day alone");
        }
    }

    /// <summary>Takes a line.</summary>
    /// <param name="key">What tells lines of a day apart as it should; empty where nothing does.</param>
    /// <returns>Whether the day and key had a line before.</returns>
    public bool Add(DateOnly day, string key, CsvLine line)
    {
        if (!groups.TryGetValue((day, key), out var group))
        {
            groups[(day, key)] = new([.. others.Select(column => line[column])]);
            return false;
        }

        group.Lines++;
        for (var i = 0; i < others.Count; i++)
            if (line[others[i]] != group.First[i]) differing.TryAdd(others[i], (day, group.First[i], line[others[i]]));
        return true;
    }

    private sealed record Group(IReadOnlyList<string> First)
    {
        public int Lines { get; set; } = 1;
    }
}
