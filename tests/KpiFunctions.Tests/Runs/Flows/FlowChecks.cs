using AngleSharp.Dom;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Simulator.SendGrid;
using KpiFunctions.Tests.Runs.Digests;

namespace KpiFunctions.Testing.Flows;

/// <summary>What holds at the end of a case.</summary>
internal static class FlowChecks
{
    /// <summary>Asserts what the case's <c>check</c> says.</summary>
    public static async Task ShouldHoldAsync(TestPipeline test, FlowCase flow)
    {
        if (flow.Check.Mails is { } mails) test.Simulator.Sent.Count.ShouldBe(mails, flow.Expect);
        var alerts = (await test.Get<AlertTable>().ReadAsync(null, TestContext.Current.CancellationToken)).Select(alert => $"{alert.Kind} {alert.Subject}: {alert.Reason}").ToList();
        alerts.Count.ShouldBeInRange(flow.Check.FailuresMin ?? 0, flow.Check.FailuresMax ?? int.MaxValue, $"{string.Join('\n', alerts)}\n{flow.Expect}");
        if (flow.Check.Never is not { } never) return;

        // What went out before the platform began to answer oddly cannot show it, and may have such a text by right.
        var begun = flow.Rules?.Min(rule => rule.From) ?? flow.Start;
        var texts = test.Simulator.Sent.Where(mail => mail.ReceivedAt >= begun).Select(TextOf).ToList();
        texts.ShouldNotBeEmpty();
        never.SelectMany(text => LinesWith(text, texts)).ShouldBeEmpty(flow.Expect);
    }

    /// <summary>
    /// A mail as a reader sees it: its subject, its text part and its HTML part, with the keyboard's spaces, minus signs and
    /// apostrophes, as the cases have them.
    /// </summary>
    public static string TextOf(ReceivedMail received)
    {
        var mail = SentMail.Of(received);
        var page = mail.Page;
        foreach (var unseen in page.QuerySelectorAll("style, script, head").ToList()) unseen.Remove();
        return Plain($"{mail.Subject}\n{mail.Text}\n{string.Join(' ', page.Body!.Text().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}");
    }

    /// <summary>Where mails have a text, each with its mail's subject.</summary>
    public static IReadOnlyList<string> LinesWith(string text, IReadOnlyList<string> mails) =>
    [
        .. from mail in mails
           let lines = mail.Split('\n')
           from line in lines
           let at = line.IndexOf(text, StringComparison.Ordinal)
           where at >= 0
           select $"{lines[0]}: {line[Math.Max(0, at - 60)..Math.Min(line.Length, at + text.Length + 60)].Trim()}",
    ];

    private static string Plain(string text) =>
        text.Replace('−', '-').Replace('‑', '-').Replace('\u00a0', ' ').Replace('\u202f', ' ').Replace('’', '\'').Replace("\u00ad", "", StringComparison.Ordinal);
}
