using KpiFunctions.Endurance.Checks;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Endurance.Runs;

/// <summary>Adds up what runs came to.</summary>
internal sealed class Totals(TextWriter output)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Breach, int> breaches = [];
    private readonly Dictionary<RunState, int> states = [];
    private int runs;
    private int mails;
    private int failed;

    public bool ShowsHashes { get; init; }

    public bool IsBroken => breaches.Count > 0 || failed > 0;

    public int Runs => runs;

    public string Line =>
        $"{runs} runs: {mails} mails, duplicates {Of(Breach.Duplicate)}, lost without a record {Of(Breach.Lost)}, another client's data {Of(Breach.ForeignData)}, stuck {Of(Breach.Stuck)}, " +
        $"Sent {Of(RunState.Sent)}, Held {Of(RunState.Held)}, Missed {Of(RunState.Missed)}{(failed > 0 ? $", FAILED {failed}" : "")}";

    public void Add(string name, Outcome outcome)
    {
        var violations = Promise.Check(outcome);
        lock (gate)
        {
            runs++;
            mails += outcome.Mails.Count;
            foreach (var run in outcome.Runs) states[run.State] = Of(run.State) + 1;
            if (ShowsHashes) output.WriteLine($"{name}: {outcome.Hash}");
            foreach (var violation in violations)
            {
                breaches[violation.Breach] = Of(violation.Breach) + 1;
                output.WriteLine($"{name}: {violation.Breach}: {violation.Text.ReplaceLineEndings(" ")}");
            }
        }
    }

    /// <summary>A run that could not be played to its end.</summary>
    public void AddFailure(string name, Exception exception)
    {
        lock (gate)
        {
            runs++;
            failed++;
            output.WriteLine($"{name}: failed: {exception}");
        }
    }

    private int Of(Breach breach) => breaches.GetValueOrDefault(breach);

    private int Of(RunState state) => states.GetValueOrDefault(state);
}
