using System.Net;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Testing;
using KpiFunctions.Testing.Flows;

namespace KpiFunctions.Tests.Runs.Flows;

/// <summary>Plays odd answers of the platforms, from public reports, and looks at what the digests make of them.</summary>
public abstract class PublicCases
{
    protected static readonly IsoWeek Week46 = IsoWeek.Parse("2026-W46");
    protected static readonly IsoWeek Week47 = IsoWeek.Parse("2026-W47");
    protected static readonly IsoWeek Week48 = IsoWeek.Parse("2026-W48");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Plays a case, and asserts what it checks itself and what its words say; every assertion that fails is told.</summary>
    private protected static async Task PlayAsync(string name, Func<TestPipeline, Func<Task>[]> inWords)
    {
        var flow = FlowCase.Read(name);
        var rules = new FlowRules(flow.Rules);
        await using var test = await TestPipeline.StartAsync(flow.Start, configure: rules.AddTo);
        await new FlowRunner(test, rules).RunAsync(flow);
        rules.Struck.ShouldBePositive();
        Func<Task>[] all = [() => FlowChecks.ShouldHoldAsync(test, flow), .. inWords(test)];
        await Assert.MultipleAsync(all);
    }

    private protected static async Task AccountShouldBeReportedAsync(TestPipeline test, string client, string account) =>
        (await test.Get<AlertTable>().ReadAsync(client, Token)).Where(alert => alert.Subject.StartsWith(account, StringComparison.Ordinal)).ShouldNotBeEmpty($"alerts of {account}");

    /// <summary>The digest of a week says that the number of posts is not known, and has no figure that rests on it.</summary>
    private protected static async Task PostsShouldNotBeKnownAsync(TestPipeline test, string client, IsoWeek week)
    {
        var mail = test.Simulator.Sent.Where(mail => mail.Subject!.Contains($"(week {week.Number})", StringComparison.Ordinal)).Select(FlowChecks.TextOf).ShouldHaveSingleItem();
        var page = WebUtility.HtmlDecode((await test.Get<DigestArchive>().FindAsync(client, week, null, Token))!.Page);
        FlowChecks.LinesWith("how many were published is not known", [page]).ShouldNotBeEmpty($"{week}: " + string.Join(' ', FlowChecks.LinesWith("planned", [page])));
        FlowChecks.LinesWith("Posts, Facebook: 0", [mail, page]).ShouldBeEmpty();
        FlowChecks.LinesWith("No posts this week", [mail, page]).ShouldBeEmpty();
        (await test.Get<KpiArchive>().ReadAsync(client, week, Token)).Where(kpi => kpi.Kpi == "posts" && kpi.Value is not null).ShouldBeEmpty();
    }

    private protected static async Task ShareShouldBeRightWhereItIsJudgedAsync(TestPipeline test, IsoWeek week, double truth)
    {
        var share = await FigureAsync(test, "gana", week, "google-share");
        if (share.Verdict is "Better" or "Worse") share.Value.ShouldNotBeNull().ShouldBe(truth, 0.01, $"{week} was judged: {share.Verdict}");
    }

    private protected static async Task ShouldNotBeKnownAsync(TestPipeline test, string client, DayRange days, Metric metric) =>
        (await test.Get<ReadingTable>().ReadAsync(client, days, Token)).Where(reading => reading[metric] is not null)
            .Select(reading => $"{reading.Day:yyyy-MM-dd} {metric} {reading[metric]}").ShouldBeEmpty();

    private protected static async Task<ArchivedKpi> FigureAsync(TestPipeline test, string client, IsoWeek week, string kpi) =>
        (await test.Get<KpiArchive>().ReadAsync(client, week, Token)).Where(figure => figure.Kpi == kpi).ShouldHaveSingleItem();

    private protected static Task NoMailShouldSayAsync(TestPipeline test, string text)
    {
        test.Simulator.Sent.ShouldNotBeEmpty();
        FlowChecks.LinesWith(text, [.. test.Simulator.Sent.Select(FlowChecks.TextOf)]).ShouldBeEmpty();
        return Task.CompletedTask;
    }
}
