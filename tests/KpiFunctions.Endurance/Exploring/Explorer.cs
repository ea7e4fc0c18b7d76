using System.Threading.Channels;
using KpiFunctions.Endurance.Storage;

namespace KpiFunctions.Endurance.Exploring;

/// <summary>Plays many schedules at once, each lane one after the other.</summary>
internal sealed class Explorer(Stage stage, Plant plant, int lanes, Action<Played> onPlayed)
{
    /// <summary>Every schedule with at most so many disturbances, and of each slice of them one.</summary>
    /// <param name="slice">Which of how many: the schedules whose number, divided by how many, leaves it.</param>
    public async Task ExploreAsync(int disturbances, (int Which, int Of) slice, CancellationToken cancellationToken)
    {
        // What a schedule can be extended by follows from its course, so that all of the length before are played.
        var number = 0;
        IReadOnlyList<Played> before = await PlayAsync([[]], cancellationToken);
        foreach (var played in before) Report(played);
        for (var length = 1; length <= disturbances; length++)
        {
            var longer = before.SelectMany(Longer);
            if (length == disturbances)
            {
                await PlayAsync(longer.Where(_ => Mine()), cancellationToken, Reported);
                return;
            }

            before = await PlayAsync(longer, cancellationToken);
            foreach (var played in before) Report(played);
        }

        bool Mine() => number++ % slice.Of == slice.Which;

        void Report(Played played)
        {
            if (Mine()) Reported(played);
        }
    }

    /// <summary>Schedules with three disturbances, drawn. Those that end before their last disturbance do not count.</summary>
    public async Task DrawAsync(int count, int seed, CancellationToken cancellationToken)
    {
        var plain = (await PlayAsync([[]], cancellationToken))[0];
        var dice = new Dice(seed, "three");
        var left = count;
        while (left > 0)
        {
            var drawn = Enumerable.Range(0, left).Select(_ => Draw(dice, plain.Points.Count)).ToList();
            await PlayAsync(drawn, cancellationToken, played =>
            {
                if (played.Struck < played.Schedule.Count) return;
                left--;
                Reported(played);
            });
        }
    }

    /// <summary>Plays schedules.</summary>
    /// <param name="each">Told of each as it ends, one at a time; otherwise they are returned in the order of the schedules.</param>
    public async Task<IReadOnlyList<Played>> PlayAsync(IEnumerable<IReadOnlyList<Disturbance>> schedules, CancellationToken cancellationToken, Action<Played>? each = null)
    {
        var work = Channel.CreateBounded<(int Number, IReadOnlyList<Disturbance> Schedule)>(lanes * 2);
        var ended = new SortedDictionary<int, Played>();
        var gate = new Lock();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, lanes).Select(_ => Task.Run(WorkAsync, stopping.Token)).ToList();
        var filling = FillAsync();
        try
        {
            await Task.WhenAll(workers.Append(filling));
        }
        finally
        {
            await stopping.CancelAsync();
        }

        return [.. ended.Values];

        async Task FillAsync()
        {
            foreach (var (number, schedule) in schedules.Index()) await work.Writer.WriteAsync((number, schedule), stopping.Token);
            work.Writer.Complete();
        }

        async Task WorkAsync()
        {
            try
            {
                await using var lane = await Lane.StartAsync(stage, plant, null, stopping.Token);
                await foreach (var (number, schedule) in work.Reader.ReadAllAsync(stopping.Token))
                {
                    var played = await lane.PlayAsync(schedule, stopping.Token);
                    lock (gate)
                    {
                        if (each is not null) each(played);
                        else ended.Add(number, played);
                    }
                }
            }
            catch
            {
                await stopping.CancelAsync();
                throw;
            }
        }
    }

    private static IEnumerable<IReadOnlyList<Disturbance>> Longer(Played played)
    {
        var last = played.Schedule.Count == 0 ? 0 : played.Schedule[^1].At;
        foreach (var (index, point) in played.Points.Index().Skip(last))
            foreach (var kind in point.Turmoils())
                yield return [.. played.Schedule, new(index + 1, kind)];
    }

    /// <summary>A little beyond the end of the undisturbed course, since disturbances make it longer.</summary>
    private static IReadOnlyList<Disturbance> Draw(Dice dice, int calls)
    {
        var at = new SortedSet<int>();
        while (at.Count < 3) at.Add(dice.Between(1, calls * 3 / 2));
        return [.. at.Select(one => new Disturbance(one, (Turmoil)dice.Below(7)))];
    }

    private void Reported(Played played) => onPlayed(played);
}
