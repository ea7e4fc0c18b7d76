namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>What a table shows as a whole, before any of its lines is read.</summary>
internal sealed class TableScan
{
    private const int MostValues = 3;

    private readonly DecimalSign[] signs;
    private readonly DecimalSign file;
    private readonly HashSet<int> contradicted;
    private readonly Dictionary<int, HashSet<string>> values;

    private TableScan(CsvTable table, DecimalSign[] signs, DateOrder order, HashSet<int> contradicted, Dictionary<int, HashSet<string>> values)
    {
        (this.signs, this.contradicted, this.values) = (signs, contradicted, values);
        (Order, PartsCellsWithCommas) = (order, table.Delimiter == ',');
        file = signs.Aggregate(DecimalSign.Unknown, Joined);
    }

    /// <summary>The order of its dates.</summary>
    public DateOrder Order { get; }

    public bool PartsCellsWithCommas { get; }

    /// <summary>Whether dates are a spreadsheet's day numbers.</summary>
    public bool HasSerials { get; private init; }

    /// <summary>Whether there are times that do not say where they were.</summary>
    public bool HasLocalTimes { get; private init; }

    /// <summary>The decimal sign of a column: its own cells show it, else those of the other columns.</summary>
    public DecimalSign SignOf(int column) => signs[column] == DecimalSign.Unknown && file != DecimalSign.Mixed ? file : signs[column];

    /// <summary>Whether another column has the same heading, and other cells.</summary>
    public bool IsContradicted(int column) => contradicted.Contains(column);

    /// <summary>What stands in one of the columns whose values were asked for, at most three of them; empty cells left out.</summary>
    public IReadOnlyCollection<string> ValuesOf(int column) => values.TryGetValue(column, out var found) ? found : [];

    /// <summary>Looks at every line.</summary>
    /// <param name="dates">The columns of its dates.</param>
    /// <param name="keys">The columns whose values are asked for.</param>
    /// <param name="unless">The order of its dates where none shows it.</param>
    public static TableScan Of(CsvTable table, IReadOnlyCollection<int> dates, IReadOnlyCollection<int> keys, DateOrder unless, CancellationToken cancellationToken)
    {
        var signs = new DecimalSign[table.Header.Count];
        var order = new DateCells.OrderEvidence();
        var twins = TwinsIn(table.Header);
        var contradicted = new HashSet<int>();
        var values = keys.ToDictionary(key => key, _ => new HashSet<string>(StringComparer.Ordinal));
        var (serials, localTimes) = (false, false);
        foreach (var line in table.Lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var date in dates)
            {
                order.Add(line[date]);
                serials |= DateCells.IsSerial(line[date]);
                localTimes = localTimes || DateCells.IsLocalTime(line[date]);
            }

            for (var column = 0; column < signs.Length; column++)
                if (signs[column] != DecimalSign.Mixed && line[column] is { Length: > 0 } cell && cell.AsSpan().ContainsAny('.', ',') && !dates.Contains(column)) signs[column] = Joined(signs[column], Cells.SignOf(cell));
            foreach (var (key, found) in values)
                if (found.Count < MostValues && line[key].Length > 0) found.Add(line[key]);
            foreach (var (first, second) in twins)
                if (line[first] != line[second]) contradicted.UnionWith([first, second]);
        }

        return new(table, signs, order.OrElse(unless), contradicted, values) { HasSerials = serials, HasLocalTimes = localTimes };
    }

    private static List<(int First, int Second)> TwinsIn(IReadOnlyList<string> header) =>
    [
        .. header.Select((name, index) => (Name: Heading.Plain(name), Index: index)).Where(column => column.Name.Length > 0)
            .GroupBy(column => column.Name, StringComparer.Ordinal)
            .SelectMany(same => same.Skip(1).Select(other => (same.First().Index, other.Index))),
    ];

    private static DecimalSign Joined(DecimalSign one, DecimalSign other) =>
        one == DecimalSign.Unknown ? other : other == DecimalSign.Unknown || one == other ? one : DecimalSign.Mixed;
}

/// <summary>What numbers show of their decimal sign.</summary>
internal enum DecimalSign
{
    Unknown,
    Point,
    Comma,

    /// <summary>Some have the one, and some the other.</summary>
    Mixed,
}
