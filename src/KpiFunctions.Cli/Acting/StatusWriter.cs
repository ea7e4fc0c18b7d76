using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Cli.Acting;

/// <summary>Writes how it stands with clients, as lines of text.</summary>
internal sealed class StatusWriter(TextWriter output, DateTimeOffset now)
{
    private static readonly ActionWords Words = ActionWords.OfCommands;

    /// <summary>All clients: those that have something to look at in full, and how many others there are.</summary>
    /// <param name="ofNone">Alerts that concern no client in particular.</param>
    public void Write(IReadOnlyList<ClientStatus> clients, IReadOnlyList<Alert> ofNone)
    {
        foreach (var alert in ofNone) Write(alert, "");
        var shown = clients.Where(HasSomething).ToList();
        foreach (var client in shown) Write(client);
        var quiet = clients.Count - shown.Count;
        output.WriteLine(quiet == 1 ? "1 client has nothing to look at." : $"{quiet} clients have nothing to look at.");
    }

    /// <summary>One client.</summary>
    public void Write(ClientStatus status)
    {
        var client = status.Client;
        output.WriteLine($"{client.Config.Id} ({client.Config.Name})");
        output.WriteLine($"  next digest: {Words.When(status.NextDueAt)}");
        if (client.IsPausedAt(now)) output.WriteLine($"  {Sentence("paused", client.Pause!)}");
        foreach (var recipient in client.Config.Recipients)
        {
            if (client.PausedRecipients.GetValueOrDefault(RecipientHash.Of(recipient.Email)) is { } pause && pause.Includes(now)) output.WriteLine($"  {recipient.Email}: {Sentence("paused", pause)}");
            if (status.Stopped.TryGetValue(recipient.Email, out var reason)) output.WriteLine($"  {recipient.Email}: gets no digests ({reason})");
        }

        foreach (var run in status.Runs)
        {
            output.WriteLine($"  {run.ReportedWeek}: {Words.StateOf(run)}{(run.Missing.Count > 0 ? $" Without all figures of {string.Join(", ", run.Missing)}." : "")}");
            if (!IsQuiet(run) && StatusReader.PossibleIn(run) is { Count: > 0 } possible) output.WriteLine($"    possible: {string.Join(", ", possible)}");
        }

        foreach (var alert in status.Alerts) Write(alert, "  ");
        foreach (var entry in status.Audit) output.WriteLine($"  {LineOf(entry)}");
    }

    private void Write(Alert alert, string indent)
    {
        output.WriteLine($"{indent}{alert.Kind}, {Words.When(alert.At)}: {alert.Reason.ReplaceLineEndings(" ")}");
        if (AlertKinds.Declared.FirstOrDefault(kind => kind.Name == alert.Kind) is { } kind) output.WriteLine($"{indent}  to do: {kind.ToDo}");
    }

    private static string Sentence(string what, Pause pause) =>
        $"{what} by {pause.By} since {Words.When(pause.Since)}{(pause.Until is { } until ? $", until {Words.When(until)}" : ", until somebody resumes it")}";

    private static string LineOf(AuditEntry entry)
    {
        var (request, instruction) = (entry.Request, entry.Instruction);
        var what = request.Occurrence is { } occurrence ? $"{request.Action} {occurrence.Plus(-1)}" : request.Action;
        var outcome = entry.Outcome is { } known ? AuditNames.Outcomes[known] : "under way";
        return $"{Words.When(instruction.At)}: {what} by {instruction.By} ({instruction.Through}): {outcome}{(instruction.Why is { } why ? $". Why: {why.ReplaceLineEndings(" ")}" : "")}";
    }

    private bool HasSomething(ClientStatus status) =>
        status.Alerts.Count > 0 || status.Stopped.Count > 0 || status.Client.IsPausedAt(now) || status.Client.PausedRecipients.Values.Any(pause => pause.Includes(now)) || status.Runs.Any(run => !IsQuiet(run));

    private static bool IsQuiet(Run run) => run.State == RunState.Sent;
}
