using KpiFunctions.Calibration.Advising;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Advising;

namespace KpiFunctions.Calibration.Pages;

/// <summary>The tables of the page on advice: how often each rule speaks without a cause, and with one.</summary>
internal sealed class AdviceReport(AdviceTrials trials, VerdictPage page)
{
    /// <summary>What the command line calls them all.</summary>
    public const string Section = "advice";

    private const string Costs = "network-costs-more-per-result";

    private static readonly ObjectiveKind[] Single = [ObjectiveKind.Awareness, ObjectiveKind.GoogleIndependence, ObjectiveKind.Offers, ObjectiveKind.Image, ObjectiveKind.Sales];
    private static readonly IReadOnlyList<ObjectiveKind>[] Digests = [AdviceTrials.Three, AdviceTrials.Six];

    public void Write(TextWriter log)
    {
        WithoutACause();
        log.WriteLine("without a cause");
        WithACause();
        log.WriteLine("with a cause");
        Prices();
        log.WriteLine("prices");
    }

    private void WithoutACause()
    {
        // By world: the digests of a single objective, of three and of six.
        var spoken = QuietWorld.All.Select(world => new[] { Single.Select(kind => (IReadOnlyList<ObjectiveKind>)[kind]).ToArray(), [AdviceTrials.Three], [AdviceTrials.Six] }
            .Select(digests => digests.Select(objectives => trials.Spoken(world, Cause.None, objectives)).ToList()).ToList()).ToList();
        var rules = AdviceRule.All.Select(rule => rule.Key).Except(AdviceTrials.Facts).Append(AdviceTrials.Any);
        page.Write("without-a-cause", Table.Of(
            ["rule", "alone", "3 objectives", "6 objectives"],
            rules.Select(rule => (IReadOnlyList<string>)
            [
                rule == AdviceTrials.Any ? "any of these" : $"`{rule}`",
                .. Enumerable.Range(0, 3).Select(size => string.Join(" / ", spoken.Select(world => Table.Percent(world[size].Max(digest => digest.GetValueOrDefault(rule)))))),
            ])));
    }

    private void WithACause() =>
        page.Write("with-a-cause", Table.Of(
            ["cause", "rule", "spoken"],
            Causes.All.Select(cause => (IReadOnlyList<string>)
            [
                cause.Name,
                $"`{cause.Rule}`",
                string.Join(" / ", QuietWorld.All.Select(world => Table.Percent(trials.Spoken(world, cause, AdviceTrials.Six).GetValueOrDefault(cause.Rule), "0"))),
            ])));

    private void Prices()
    {
        double[] times = [1, 2, 3, 5];
        page.Write("prices", Table.Of(
            ["networks, objectives", "world", "all cost the same: before → now", .. times.Skip(1).Select(each => $"one costs {each:0} ×")],
            from networks in (int[])[2, 4]
            from objectives in Digests
            from world in QuietWorld.All
            let spoken = times.Select(each => trials.Spoken(world, new(Costs, "") { Cost = each }, objectives, networks)).ToList()
            select (IReadOnlyList<string>)
            [
                $"{networks}, {objectives.Count}",
                world.Name,
                $"{Table.Percent(spoken[0].GetValueOrDefault(AdviceTrials.OneWeek))} → {Table.Percent(spoken[0].GetValueOrDefault(Costs))}",
                .. spoken.Skip(1).Select(each => Table.Percent(each.GetValueOrDefault(Costs), "0")),
            ]));
    }
}
