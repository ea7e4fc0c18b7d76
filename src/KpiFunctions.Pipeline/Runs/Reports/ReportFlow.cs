using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>Tells each consultant what became of its clients' digests, and what to do.</summary>
public sealed class ReportFlow(ReportPlanner planner, ReportJob report) : IFlow
{
    /// <inheritdoc/>
    public IReadOnlyList<TimerJob> Timers => [new("PlanReports", Schedules.PlanReports, planner.RunAsync) { SendsWhatIsDue = true }];

    /// <inheritdoc/>
    public IReadOnlyList<QueueHandler> Queues => [QueueHandler.Of<ReportMessage>("SendReport", QueueNames.Report, "RecordReportFailure", report.RunAsync, ReportJob.InTimeUntilAsync, report.GiveUpAsync)];
}
