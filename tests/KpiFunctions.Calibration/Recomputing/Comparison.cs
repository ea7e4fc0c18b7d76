namespace KpiFunctions.Calibration.Recomputing;

/// <summary>How the figures of a week compare.</summary>
/// <param name="Figures">How many there are.</param>
/// <param name="Explained">Those without a value, by reason.</param>
/// <param name="Differences">Those that differ.</param>
internal sealed record Comparison(int Figures, IReadOnlyDictionary<string, int> Explained, IReadOnlyList<Difference> Differences)
{
    /// <summary>Two orders of adding up may differ so much.</summary>
    private const double Rounding = 1e-9;

    /// <param name="naive">The figures of every course that the faults leave open, one without faults.</param>
    /// <param name="isExplained">Whether a fault of an account that a figure needs explains that it has no value, with that gap.</param>
    public static Comparison Of(IReadOnlyList<EngineFigure> engine, IReadOnlyList<IReadOnlyDictionary<FigureName, double?>> naive, Func<FigureName, string?, bool> isExplained)
    {
        var explained = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var differences = new List<Difference>();
        var given = engine.ToDictionary(figure => figure.Name);
        var names = given.Keys.Concat(naive.SelectMany(course => course.Where(figure => figure.Value is not null).Select(figure => figure.Key))).Distinct().ToList();
        foreach (var name in names)
        {
            var figure = given.GetValueOrDefault(name);
            var expected = naive.Select(course => course.GetValueOrDefault(name)).Distinct().ToList();
            if (figure?.Value is { } value)
            {
                if (!expected.Exists(other => other is { } known && AreEqual(value, known))) differences.Add(new(figure, name, expected));
            }
            else if (expected.Contains(null) || isExplained(name, figure?.Gap))
            {
                var reason = figure?.Gap ?? "not told by any account";
                explained[reason] = explained.GetValueOrDefault(reason) + 1;
            }
            else
            {
                differences.Add(new(figure, name, expected));
            }
        }

        return new(names.Count, explained, differences);
    }

    private static bool AreEqual(double left, double right) => Math.Abs(left - right) <= Rounding * Math.Max(1, Math.Max(Math.Abs(left), Math.Abs(right)));
}

/// <summary>A figure that the engine gives and the recomputation does not, or the other way round.</summary>
/// <param name="Engine">Null where the engine has no such figure.</param>
/// <param name="Expected">What it may be; null in it is none.</param>
internal sealed record Difference(EngineFigure? Engine, FigureName Name, IReadOnlyList<double?> Expected)
{
    public override string ToString() =>
        $"{Name}: the engine has {Written(Engine?.Value) ?? Engine?.Gap ?? "no such figure"}, recomputed {string.Join(" or ", Expected.Select(value => Written(value) ?? "none"))}";

    private static string? Written(double? value) => value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
