using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Worlds;

/// <summary>Google's share of some visits a week.</summary>
/// <param name="Spread">How far the share itself wanders from week to week, of the most that it could; 0 is not at all.</param>
internal sealed record Shares(double Share, int Visits, double Spread) : IWorld
{
    public string Name => $"a share of {Share:P0} of {Visits:N0} visits{(Spread > 0 ? ", wandering" : "")}";

    public ObjectiveKind Objective => ObjectiveKind.GoogleIndependence;

    public string Kpi => "google-share";

    public IEnumerable<Reading> Week(DateOnly monday, double size, Random random, Reading? last)
    {
        var share = Draw.Share(Math.Min(Share * size, 1), Spread, random);
        for (var i = 0; i < Days.Rhythm.Length; i++)
        {
            var visits = (int)Draw.Poisson(Visits * Days.Rhythm[i], random);
            var google = Draw.Part(visits, share, random);
            yield return Days.Reading(monday.AddDays(i), Metrics.Sessions, visits) with
            {
                Traffic = [new(Channel.OrganicSearch, "google", "organic", null, google, null, null), new(Channel.Direct, "(direct)", null, null, visits - google, null, null)],
            };
        }
    }
}

/// <summary>Followers: some come and some go, with a variance of so many times their number.</summary>
internal sealed record Followers(double Gained, double Lost, double Dispersion) : IWorld
{
    private const double LevelAtFirst = 100_000;

    public string Name => $"followers, +{Gained:0} −{Lost:0} a week, variance {Dispersion:0} × mean";

    public ObjectiveKind Objective => ObjectiveKind.Image;

    public string Kpi => "follower-growth";

    public IEnumerable<Reading> Week(DateOnly monday, double size, Random random, Reading? last)
    {
        var level = last?[Metrics.Followers] ?? LevelAtFirst;
        for (var i = 0; i < Days.Rhythm.Length; i++)
        {
            level += Draw.Count(Gained * size * Days.Rhythm[i], Dispersion, random) - Draw.Count(Lost * Days.Rhythm[i], Dispersion, random);
            yield return Days.Reading(monday.AddDays(i), Metrics.Followers, level);
        }
    }
}

/// <summary>People reached in a week: a few posts decide, so that the week's logarithm varies.</summary>
/// <param name="Sigma">Standard deviation of the logarithm.</param>
internal sealed record ReachOfWeeks(double Median, double Sigma) : IWorld
{
    public string Name => $"reach around {Median:N0}, logarithm ± {Sigma:0.0}";

    public ObjectiveKind Objective => ObjectiveKind.Awareness;

    public string Kpi => "reach";

    public IEnumerable<Reading> Week(DateOnly monday, double size, Random random, Reading? last)
    {
        yield return Days.Reading(monday.AddDays(6), Metrics.Reach7Days, Math.Round(Median * size * Math.Exp(Sigma * Draw.Normal(random))));
    }
}

/// <summary>People reached in weeks that resemble the week before: an autoregression of the logarithm.</summary>
/// <param name="Memory">The correlation of a week with the next.</param>
internal sealed record ReachWithMemory(double Median, double Sigma, double Memory) : IWorld
{
    public string Name => $"reach around {Median:N0}, logarithm ± {Sigma:0.0}, memory {Memory:0.0}";

    public ObjectiveKind Objective => ObjectiveKind.Awareness;

    public string Kpi => "reach";

    public IEnumerable<Reading> Week(DateOnly monday, double size, Random random, Reading? last)
    {
        var fresh = Draw.Normal(random);
        var stray = last is null ? fresh : (Memory * Math.Log(last[Metrics.Reach7Days]!.Value / Median) / Sigma) + (Math.Sqrt(1 - (Memory * Memory)) * fresh);
        yield return Days.Reading(monday.AddDays(6), Metrics.Reach7Days, Math.Round(Median * size * Math.Exp(Sigma * stray)));
    }
}

/// <summary>Counts of which four of five weeks have none.</summary>
internal sealed record MostlyNothing(double Otherwise) : IWorld
{
    private const double Nothing = 0.8;

    public string Name => $"counts, 80 % of weeks nothing, else around {Otherwise:N0}";

    public ObjectiveKind Objective => ObjectiveKind.Awareness;

    public string Kpi => "mentions";

    public IEnumerable<Reading> Week(DateOnly monday, double size, Random random, Reading? last)
    {
        var count = random.NextDouble() < Nothing ? 0 : Draw.Count(Otherwise * size, 2, random);
        for (var i = 0; i < Days.Rhythm.Length; i++) yield return Days.Reading(monday.AddDays(i), Metrics.Mentions, i == 0 ? count : 0);
    }
}

/// <summary>A client's own formula over followers, who grow steadily.</summary>
internal sealed record LevelFormula(string Text, double Gained, double Lost) : IWorld
{
    private readonly Followers followers = new(Gained, Lost, 2);

    public string Name => $"own formula `{Text}`, +{Gained:0} −{Lost:0} followers a week";

    public ObjectiveKind Objective => ObjectiveKind.Custom;

    public string Kpi => "own";

    public string? Formula => Text;

    public IEnumerable<Reading> Week(DateOnly monday, double size, Random random, Reading? last)
    {
        foreach (var day in followers.Week(monday, size, random, last))
            yield return day with { Values = new Dictionary<Metric, double>(day.Values) { [Metrics.Mentions] = Draw.Count(10, 2, random) } };
    }
}
