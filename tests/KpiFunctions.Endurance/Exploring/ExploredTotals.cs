using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Endurance.Exploring;

/// <summary>Adds up what schedules came to.</summary>
internal sealed class ExploredTotals(TextWriter output)
{
    private const int MostShown = 50;

    private readonly SortedDictionary<string, int> ends = new(StringComparer.Ordinal);
    private int schedules;
    private int duplicates;
    private int stuck;
    private int lost;

    public bool IsBroken => duplicates + stuck + lost > 0;

    public string Line =>
        $"{schedules} schedules: Sent {In(RunState.Sent)}, Held {In(RunState.Held)}, Missed {In(RunState.Missed)}, duplicates {duplicates}, stuck {stuck}{(lost > 0 ? $", lost without a record {lost}" : "")}";

    public void Add(Played played)
    {
        schedules++;
        var end = $"{played.State?.ToString() ?? "no run"}, {played.Mails} mails";
        ends[end] = ends.GetValueOrDefault(end) + 1;
        if (played.IsDuplicate) duplicates++;
        if (played.IsStuck) stuck++;
        if (played.IsLost) lost++;
        if ((played.IsDuplicate || played.IsStuck || played.IsLost) && duplicates + stuck + lost <= MostShown)
            output.WriteLine($"{(played.IsDuplicate ? "duplicate" : played.IsStuck ? "stuck" : "lost")}: {played.Name}: {end} {played.MessagesLeft}".TrimEnd());
    }

    public void Write()
    {
        foreach (var (end, count) in ends) output.WriteLine($"{count,9} {end}");
        output.WriteLine(Line);
    }

    private int In(RunState state) => ends.Where(pair => pair.Key.StartsWith(state + ",", StringComparison.Ordinal)).Sum(pair => pair.Value);
}
