namespace KpiFunctions.Simulator.World;

/// <summary>The visits of one day that came from one source, by people who first came through one channel.</summary>
/// <param name="Users">Different people; at most <paramref name="Sessions"/>.</param>
/// <param name="Engaged">Visits that stayed; at most <paramref name="Sessions"/>.</param>
/// <param name="Revenue">In the profile's currency, two decimals.</param>
internal sealed record TrafficRow(
    DateOnly Day,
    TrafficSource Source,
    string FirstChannel,
    long Sessions,
    long Users,
    long Engaged,
    long Conversions,
    decimal Revenue);

/// <summary>A website's visits: functions of the seed, the site and the day alone.</summary>
/// <param name="isRestated">Whether the tool has sorted the visits anew: those that it took for direct ones came from a network.</param>
internal sealed class TrafficLife(int seed, TrafficProfile profile, bool isRestated = false)
{
    public TrafficProfile Profile { get; } = profile;

    /// <summary>Every visit of a day, once. Sources without a visit have no row.</summary>
    public IReadOnlyList<TrafficRow> On(DateOnly day)
    {
        var whole = new Dice(seed, Profile.Id, "traffic", day.DayNumber);
        var level = Profile.Sessions * Profile.Rhythm.At(day) * whole.Factor(Profile.Rhythm.Noise);
        return [.. Profile.Sources.SelectMany(source => Rows(day, source, level)).Select(row => isRestated ? Restated(row) : row)];
    }

    private TrafficRow Restated(TrafficRow row) =>
        row.Source.Channel is "Direct" or ReferrerTypes.Direct && Profile.Sources.FirstOrDefault(source => source.Channel is "Organic Social" or ReferrerTypes.Social) is { } network
            ? row with { Source = network }
            : row;

    /// <summary>
    /// Different people behind some rows: those who came twice count once, so it is less than the rows' sum, and never
    /// less than the largest row.
    /// </summary>
    public static long UsersOf(IReadOnlyCollection<TrafficRow> rows)
    {
        if (rows.Count == 0) return 0;

        var days = rows.Select(row => row.Day).Distinct().Count();
        var perDay = rows.Count / (double)days;
        var once = (1 - (0.05 * (1 - (1 / perDay)))) * Math.Pow(days, -0.08);
        return Math.Max(rows.Max(row => row.Users), (long)Math.Round(rows.Sum(row => row.Users) * once));
    }

    private IEnumerable<TrafficRow> Rows(DateOnly day, TrafficSource source, double level)
    {
        var dice = new Dice(seed, Profile.Id, $"{source.Name}|{source.Medium}|{source.Campaign}", day.DayNumber);
        var left = dice.Count(level * source.Share * WorldEvent.Together(source.Events, day), 0.08);
        var chance = 1.0;
        var touches = FirstTouch.Of(source.Channel);
        foreach (var (channel, part) in touches)
        {
            // The last one takes what is left, so that nothing is lost to rounding.
            var sessions = channel == touches[^1].Channel ? left : dice.PartOf(left, part / chance);
            left -= sessions;
            chance -= part;
            if (sessions == 0) continue;

            var conversions = dice.PartOf(sessions, source.ConversionRate);
            yield return new(
                day,
                source,
                channel,
                sessions,
                Math.Max(1, sessions - dice.PartOf(sessions, 0.13)),
                Math.Max(conversions, dice.PartOf(sessions, 0.58)),
                conversions,
                Math.Round((decimal)(Profile.Basket * conversions * dice.Factor(0.25 / Math.Sqrt(Math.Max(1, conversions)))), 2));
        }
    }
}
