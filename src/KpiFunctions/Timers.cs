using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>The functions that timers start. They plan and send messages; no timer does a client's work.</summary>
public sealed class Timers(PipelineJobs jobs)
{
    [Function(nameof(ReconcileBlobs))]
    public Task ReconcileBlobs([TimerTrigger(Schedules.ReconcileBlobs)] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunTimerAsync(nameof(ReconcileBlobs), cancellationToken);

    [Function(nameof(PlanFetches))]
    public Task PlanFetches([TimerTrigger(Schedules.PlanFetches)] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunTimerAsync(nameof(PlanFetches), cancellationToken);

    [Function(nameof(PlanDigests))]
    public Task PlanDigests([TimerTrigger(Schedules.PlanDigests)] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunTimerAsync(nameof(PlanDigests), cancellationToken);

    [Function(nameof(PlanReports))]
    public Task PlanReports([TimerTrigger(Schedules.PlanReports)] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunTimerAsync(nameof(PlanReports), cancellationToken);

    [Function(nameof(SweepWork))]
    public Task SweepWork([TimerTrigger(Schedules.SweepWork)] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunTimerAsync(nameof(SweepWork), cancellationToken);
}
