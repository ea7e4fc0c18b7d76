using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Cli.Acting;

/// <summary>Writes how it stands with clients, as lines of text.</summary>
internal sealed class StatusWriter(TextWriter output, DateTimeOffset now)
{
    private static readonly ActionWords Words = ActionWords.OfCommands;

    /// <summary>All clients: those that have something to look at in full, and how many others there are.</summary>
    /// <param name="others">Alerts of what is no client in force.</param>
    public void Write(IReadOnlyList<ClientStatus> clients, IReadOnlyList<OthersAlerts> others)
    {
        foreach (var other in others) Write(other);
        var shown = clients.Where(HasSomething).ToList();
        foreach (var client in shown) Write(client);
        var quiet = clients.Count - shown.Count;
        output.WriteLine(quiet == 1 ? "1 client has nothing to look at." : $"{quiet} clients have nothing to look at.");
    }

    /// <summary>What is no client in force: a client whose first config was refused, a brand, nobody in particular.</summary>
    public void Write(OthersAlerts other)
    {
        var isOfNone = other.Owner == AlertTable.NoClient;
        if (!isOfNone) output.WriteLine(AlertCauses.BrandOf(other.Owner) is { } brand ? $"the brand {brand}" : $"{other.Owner}: no config of it is in force");
        foreach (var alert in other.Alerts) Write(alert, null, isOfNone ? "" : "  ");
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

        foreach (var alert in status.Alerts) Write(alert, status, "  ");
        foreach (var entry in status.Audit) output.WriteLine($"  {LineOf(entry)}");
    }

    /// <param name="status">The client's; null where it is none in force.</param>
    private void Write(Alert alert, ClientStatus? status, string indent)
    {
        // A refused file has a line for each of its problems.
        var reason = alert.Reason.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        output.WriteLine($"{indent}{alert.Kind}, {Words.When(alert.At)}{MailOf(alert, status)}: {string.Join($"\n{indent}  ", reason)}");
        if (ToDoOf(alert, status) is { } toDo) output.WriteLine($"{indent}  to do: {toDo}");
    }

    /// <summary>Which mail an alert is about, where it is about one: without it, those of several recipients would look the same.</summary>
    private static string MailOf(Alert alert, ClientStatus? status) => AlertEnds.MailOf(alert) is not { } mail || AlertEnds.OccurrenceOf(alert) is not { } occurrence
        ? ""
        : $", {occurrence.Plus(-1)}, {(status is null ? null : RecipientPlace.Find(status.Client.Config, mail.Recipient)) ?? "a recipient who is no longer in the config"}";

    /// <summary>What to do about an alert; while a person holds its digest, only what is possible then.</summary>
    private static string? ToDoOf(Alert alert, ClientStatus? status)
    {
        var held = alert.Kind is AlertKinds.DigestWaits or AlertKinds.DigestHeld
            ? status?.Runs.FirstOrDefault(run => run is { State: RunState.Held, HeldFor: HeldFor.ByPerson } && run.Occurrence.ToString() == alert.Subject)
            : null;
        return held is null
            ? AlertKinds.Find(alert.Kind)?.ToDo
            : $"{held.HeldBy} holds it: {string.Join(" or ", StatusReader.PossibleIn(held).Where(action => action != ActionNames.Hold).Select(action => $"`{action}`"))} it.";
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
