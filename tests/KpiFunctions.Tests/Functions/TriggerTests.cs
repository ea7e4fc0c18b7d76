using Cronos;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Tests.Infra;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Functions;

public sealed class TriggerTests
{
    [Fact]
    public void Each_function_is_named_once_and_after_its_method()
    {
        AppFunction.All.Select(function => function.Name).ShouldBeUnique();
        AppFunction.All.ShouldAllBe(function => function.Name == function.Method.Name);
    }

    [Fact]
    public void Each_queue_has_the_function_that_the_pipeline_says() =>
        AppFunction.All.Where(function => function.Queue is not null).Select(function => (function.Name, function.Queue!.QueueName))
            .ShouldBe(
                [
                    ("BlobDropped", QueueNames.BlobEvents),
                    ("FetchReadings", QueueNames.Fetch),
                    ("BuildDigest", QueueNames.Digest),
                    ("SendDigest", QueueNames.Send),
                    ("RecordBlobEventFailure", QueueNames.BlobEventsPoison),
                    ("RecordFetchFailure", QueueNames.FetchPoison),
                    ("RecordDigestFailure", QueueNames.DigestPoison),
                    ("RecordSendFailure", QueueNames.SendPoison),
                    ("SweepClients", QueueNames.Sweep),
                    ("RecordSweepFailure", QueueNames.SweepPoison),
                    ("SendReport", QueueNames.Report),
                    ("RecordReportFailure", QueueNames.ReportPoison),
                ],
                ignoreOrder: true);

    [Fact]
    public void Each_timer_fires_when_the_pipeline_says() =>
        AppFunction.All.Where(function => function.Timer is not null).Select(function => (function.Name, function.Timer!.Schedule))
            .ShouldBe(
                [
                    ("ReconcileBlobs", Schedules.ReconcileBlobs),
                    ("PlanFetches", Schedules.PlanFetches),
                    ("PlanDigests", Schedules.PlanDigests),
                    ("PlanReports", Schedules.PlanReports),
                    ("SweepWork", Schedules.SweepWork),
                ],
                ignoreOrder: true);

    [Fact]
    public void Each_route_has_the_function_that_the_pipeline_says() =>
        AppFunction.All.Where(function => function.Web is not null).SelectMany(function => function.Web!.Methods!.Select(method => (function.Name, method, function.Web.Route)))
            .ShouldBe(
                [
                    ("ViewDigest", "get", LinkRoutes.Digest),
                    ("ViewDigest", "head", LinkRoutes.Digest),
                    ("Unsubscribe", "get", LinkRoutes.Unsubscribe),
                    ("Unsubscribe", "head", LinkRoutes.Unsubscribe),
                    ("Unsubscribe", "post", LinkRoutes.Unsubscribe),
                    ("SendGridEvents", "post", LinkRoutes.Events),
                    ("Act", "get", LinkRoutes.Act),
                    ("Act", "head", LinkRoutes.Act),
                    ("Act", "post", LinkRoutes.Act),
                ],
                ignoreOrder: true);

    [Fact]
    public void What_a_mail_links_to_asks_for_no_key_of_the_host() =>
        AppFunction.All.Where(function => function.Web is not null).ShouldAllBe(function => function.Web!.AuthLevel == AuthorizationLevel.Anonymous);

    [Fact]
    public void The_local_host_drives_the_same_timers_queues_and_routes_as_the_app()
    {
        using var services = Composition.Services();
        var jobs = services.GetRequiredService<PipelineJobs>();

        jobs.Timers.Select(job => (job.Name, job.Schedule)).ShouldBe(
            AppFunction.All.Where(function => function.Timer is not null).Select(function => (function.Name, function.Timer!.Schedule)),
            ignoreOrder: true);
        jobs.Queues.Select(job => (job.Name, job.Queue)).ShouldBe(
            AppFunction.All.Where(function => function.Queue is not null).Select(function => (function.Name, function.Queue!.QueueName)),
            ignoreOrder: true);
        jobs.Web.Select(job => (job.Name, job.Method, job.Route)).ShouldBe(
            AppFunction.All.Where(function => function.Web is not null)
                .SelectMany(function => function.Web!.Methods!.Select(method => (function.Name, method.ToUpperInvariant(), function.Web.Route!))),
            ignoreOrder: true);
    }

    [Fact]
    public void Every_trigger_can_be_made_from_what_is_registered_and_what_the_deployment_sets()
    {
        using var services = Composition.Services();
        foreach (var type in AppFunction.All.Select(function => function.Method.DeclaringType!).Distinct())
            ActivatorUtilities.CreateInstance(services, type).ShouldNotBeNull();
    }

    [Fact]
    public void Every_queue_is_in_the_data_account_and_not_in_the_hosts() =>
        AppFunction.All.Where(function => function.Queue is not null)
            .ShouldAllBe(function => function.Queue!.Connection == Connections.Data);

    [Fact]
    public void No_timer_fires_because_the_host_starts_and_none_forgets_a_missed_time() =>
        AppFunction.All.Where(function => function.Timer is not null)
            .ShouldAllBe(function => !function.Timer!.RunOnStartup && function.Timer.UseMonitor);

    [Fact]
    public void Every_queue_has_a_function_that_records_its_failures_in_the_poison_queue()
    {
        var queues = AppFunction.All.Where(function => function.Queue is not null)
            .ToDictionary(function => function.Queue!.QueueName, function => function.Name);

        var working = queues.Keys.Where(queue => !queue.EndsWith(QueueNames.PoisonSuffix, StringComparison.Ordinal)).ToList();
        working.Count.ShouldBe(6);
        foreach (var queue in working)
            queues[queue + QueueNames.PoisonSuffix].ShouldMatch("^Record[A-Za-z]+Failure$");
        queues.Count.ShouldBe(working.Count * 2);
    }

    [Fact]
    public void Every_schedule_is_a_NCRONTAB_expression_with_seconds_that_comes_round_within_a_day()
    {
        var start = new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc);
        foreach (var timer in AppFunction.All.Where(function => function.Timer is not null))
        {
            var next = CronExpression.Parse(timer.Timer!.Schedule, CronFormat.IncludeSeconds).GetNextOccurrence(start);
            next.ShouldNotBeNull();
            next.Value.ShouldBeLessThan(start.AddDays(1));
        }
    }

    [Fact]
    public void Every_function_takes_its_trigger_and_a_cancellation_token_and_is_awaited()
    {
        foreach (var function in AppFunction.All)
        {
            var hasToken = function.Web?.Route?.Contains(LinkRoutes.Token, StringComparison.Ordinal) == true;
            Type[] given = function.Web is not null ? [typeof(HttpRequestData), .. hasToken ? [typeof(string)] : Type.EmptyTypes] : function.Timer is not null ? [typeof(TimerInfo)] : [typeof(string), typeof(FunctionContext)];
            function.Method.GetParameters().Select(parameter => parameter.ParameterType).ShouldBe([.. given, typeof(CancellationToken)], function.Name);
            function.Method.ReturnType.ShouldBe(function.Web is not null ? typeof(Task<HttpResponseData>) : typeof(Task), function.Name);
        }
    }
}
