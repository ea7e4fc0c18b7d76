using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>How it stands with one client.</summary>
/// <param name="NextDueAt">When its next digest falls due.</param>
/// <param name="Runs">Its latest digests, the oldest first.</param>
/// <param name="Alerts">What was reported of it and is not resolved.</param>
/// <param name="Stopped">Recipients that get no digests, by address, each with the reason.</param>
/// <param name="Audit">What people have done lately, the oldest first.</param>
public sealed record ClientStatus(
    ClientInForce Client, DateTimeOffset NextDueAt, IReadOnlyList<Run> Runs, IReadOnlyList<Alert> Alerts, IReadOnlyDictionary<string, string> Stopped, IReadOnlyList<AuditEntry> Audit);

/// <summary>Alerts of what is no client in force.</summary>
/// <param name="Owner">An id of which no config is in force; a brand, as <c>brand:id</c>; <see cref="AlertTable.NoClient"/> where they concern nobody in particular.</param>
/// <param name="Alerts">The oldest first.</param>
public sealed record OthersAlerts(string Owner, IReadOnlyList<Alert> Alerts);
