using System.Collections.Concurrent;
using System.Text;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>
/// Every source under every fault: figures that are right, or a gap with its reason, and in no case a figure that was
/// known before and is lost. The table that this writes stands in <c>docs/sources/README.md</c>.
/// </summary>
public sealed class FaultMatrixTests(LabStorage storage) : IClassFixture<LabStorage>
{
    private const string NotFetched = "is not fetched";

    [Fact]
    public async Task Every_source_under_every_fault_gives_right_figures_or_says_why_not()
    {
        LabSubject.All.Select(subject => subject.Type).Distinct().ShouldBe(AllSources.Traits.Values.Where(traits => traits.IsFetched).Select(traits => traits.Type), ignoreOrder: true);
        var cells = new ConcurrentDictionary<(FaultKind, string), string>();
        var failures = new ConcurrentBag<string>();
        await Task.WhenAll(LabSubject.All.Select(async subject =>
        {
            foreach (var kind in Enum.GetValues<FaultKind>())
            {
                try
                {
                    cells[(kind, subject.Title)] = subject.NotApplicable(kind) is { } reason ? reason : await OutcomeAsync(subject, kind);
                }
                catch (ShouldAssertException failure)
                {
                    failures.Add($"{subject.Title} {kind}: {failure.Message}");
                }
            }
        }));

        failures.ShouldBeEmpty();
        GoldenFile.CheckSection("/docs/sources/README.md", "matrix", Table(cells));
    }

    /// <returns>What came of it, in the words of the table.</returns>
    private Task<string> OutcomeAsync(LabSubject subject, FaultKind kind) =>
        kind == FaultKind.LateAnswer ? LateAsync(subject)
        : subject.Odd.TryGetValue(kind, out var odd) ? OddAsync(subject, kind, odd)
        : WholeAsync(subject, kind);

    /// <summary>The platform is at fault as a whole.</summary>
    private async Task<string> WholeAsync(LabSubject subject, FaultKind kind)
    {
        (kind < FaultKind.PartlyUnknown).ShouldBeTrue($"{subject.Title} has neither an answer nor a reason for {kind}");
        await using var lab = await SourceLab.StartAsync(storage.Connection);
        var client = NameOf(subject, kind);
        var clean = await lab.FetchAsync(client, subject.Config);
        clean.Failure.ShouldBeNull();
        var before = await StoredAsync(lab, client);
        before.ShouldNotBeEmpty();

        lab.Simulator.Faults.Add(new(kind) { At = subject.Platform, Metric = kind == FaultKind.RetiredMetric ? subject.Retired : subject.Refused, Delay = TimeSpan.FromSeconds(1) });
        lab.ForgetTokens();
        var faulty = await lab.FetchAsync(client, subject.Config);

        // Nothing that was known is lost, and nothing is another figure than the platform means.
        var after = await StoredAsync(lab, client);
        foreach (var (figure, value) in before)
        {
            var meant = kind == FaultKind.Restated ? faulty.Answer.GetValueOrDefault(figure, after.ContainsKey(figure) ? value : double.NaN) : value;
            if (!double.IsNaN(meant)) after.GetValueOrDefault(figure, double.NaN).ShouldBe(meant, $"{subject.Title} {kind}: {figure} in the tables");
        }

        if (kind != FaultKind.Restated)
            foreach (var (figure, value) in faulty.Answer) clean.Answer.GetValueOrDefault(figure, double.NaN).ShouldBe(value, $"{subject.Title} {kind}: {figure} in the answer");
        return Described(subject, kind, clean, faulty);
    }

    /// <summary>An answer is odd in part: where figures are known they stay; where none are, the rest is stored, and what is missing is told.</summary>
    private async Task<string> OddAsync(LabSubject subject, FaultKind kind, OddAnswer odd)
    {
        await using var lab = await SourceLab.StartAsync(storage.Connection);
        var client = NameOf(subject, kind);
        (await lab.FetchAsync(client, subject.Config)).Failure.ShouldBeNull();
        var known = await StoredAsync(lab, client);
        var item = odd.ItemIn(known.Keys);

        await FetchOddAsync(client);
        Differences(known, await StoredAsync(lab, client)).ShouldBeEmpty("what was known stays");

        var odds = await FetchOddAsync($"{client}-new");
        odds.Failure.ShouldBeNull();
        var stored = await StoredAsync(lab, $"{client}-new");
        var (missing, others) = (known.Keys.Except(stored.Keys).ToList(), Differences(stored, known));
        missing.Where(figure => !odd.MayLose(figure, item)).ShouldBeEmpty("more is lost than is odd");
        others.Where(figure => !odd.MayDiffer(figure)).ShouldBeEmpty("a figure that the platform does not mean is stored");
        (missing.Count > 0).ShouldBe(odd.Lost is not null, "what is odd is not stored");
        (others.Count > 0).ShouldBe(odd.Other is not null, "what is odd is stored as what it is");
        (odds.Refusals.Count > 0).ShouldBe(odd is { IsLeftOut: false, Costs: true }, "what is missing is told");
        if (kind == FaultKind.LaterPageRefused) stored.Keys.ShouldContain(figure => odd.MayLose(figure, item), "what came before is stored");
        return odds.Refusals.Count > 0 ? Gap(odds.Refusals, item)
            : missing.Count == 0 ? "right"
            : missing.All(figure => figure.StartsWith($"post {item} ", StringComparison.Ordinal)) ? "right: without the item"
            : $"gap: {missing.Select(figure => figure.Split(' ')[^1]).Distinct().ShouldHaveSingleItem()} unknown";

        async Task<LabFetch> FetchOddAsync(string name)
        {
            var before = lab.Simulator.Faults.Struck;
            var faults = odd.Faults(kind, subject.Platform, item).Select(lab.Simulator.Faults.Add).ToList();
            lab.ForgetTokens();
            var fetch = await lab.FetchAsync(name, subject.Config);
            faults.ForEach(fault => fault.Dispose());
            lab.Simulator.Faults.Struck.ShouldBeGreaterThan(before, "an answer was odd");
            return fetch;
        }
    }

    /// <summary>A fetch is held up by the platform until a later one is done: nothing of it is stored.</summary>
    private async Task<string> LateAsync(LabSubject subject)
    {
        await using var lab = await SourceLab.StartAsync(storage.Connection);
        var client = NameOf(subject, FaultKind.LateAnswer);
        (await lab.FetchAsync(client, subject.Config)).Failure.ShouldBeNull();
        var before = await StoredAsync(lab, client);
        var newer = before;
        lab.ForgetTokens();
        var older = await lab.OvertakenAsync(subject.Platform, subject.Figures, client, subject.Config, async () => newer = await StoredAsync(lab, client));

        lab.Simulator.Faults.Struck.ShouldBe(1, "one answer was held");
        Differences(before, newer).ShouldNotBeEmpty("the newer fetch has stored other figures");
        Differences(newer, await StoredAsync(lab, client)).ShouldBeEmpty("the older answer is not stored");
        older.IsOvertaken.ShouldBeTrue();
        return "right: overtaken";
    }

    /// <summary>The figures of the one that are not in the other, or are different there. Where a total is the sum of its parts, it may be off in its last digits.</summary>
    private static List<string> Differences(IReadOnlyDictionary<string, double> one, IReadOnlyDictionary<string, double> other) =>
        [.. one.Where(figure => !other.TryGetValue(figure.Key, out var value) || Math.Abs(value - figure.Value) > 0.000001).Select(figure => figure.Key)];

    private static string NameOf(LabSubject subject, FaultKind kind) => $"{subject.Title.Replace(' ', '-')}-{kind}".ToLowerInvariant();

    private static string Gap(IEnumerable<Refusal> refusals, string item = OddAnswer.Item) =>
        $"gap: {string.Join(", ", refusals.Select(refusal => $"{refusal.What.Replace(item, "one item", StringComparison.Ordinal)} `{refusal.Failure.Kind}`").Distinct())}";

    private static async Task<IReadOnlyDictionary<string, double>> StoredAsync(SourceLab lab, string client)
    {
        var (readings, posts) = await lab.StoredAsync(client);
        return Figures.Of(readings, posts);
    }

    private static string Described(LabSubject subject, FaultKind kind, LabFetch clean, LabFetch faulty)
    {
        if (faulty.Failure is { } failure)
        {
            failure.Message.ShouldNotBeNullOrWhiteSpace();
            return $"gap: `{failure.Kind}`";
        }

        if (faulty.Refusals.Count > 0) return Gap(faulty.Refusals);
        if (kind == FaultKind.Restated)
        {
            faulty.Answer.ShouldNotBe(clean.Answer, $"{subject.Title}: nothing was restated");
            return "right: restated";
        }

        var missing = clean.Answer.Keys.Except(faulty.Answer.Keys).ToList();
        if (missing.Count == 0) return "right";
        if (faulty.Answer.Count == 0) return "silent";

        // A day that is late is asked for again and waited for; a metric that is left out is not known.
        var days = missing.Select(figure => figure.Split(' ')[0]).Distinct().ToList();
        if (days.Count == 1 && (faulty.Through is null || faulty.Through < clean.Through)) return "gap: late";
        var metrics = missing.Select(figure => figure.Split(' ')[^1]).Distinct().ToList();
        metrics.Count.ShouldBe(1, $"{subject.Title} {kind}: a part of the figures without a reason for the rest: {string.Join(", ", missing)}");
        return $"gap: {metrics[0]} unknown";
    }

    private static string Table(ConcurrentDictionary<(FaultKind Kind, string Title), string> cells)
    {
        var notes = new List<string>();
        var titles = LabSubject.All.Select(subject => subject.Title).ToList();
        var page = new StringBuilder("\n| fault |").AppendJoin('|', titles.Append("files").Select(title => $" {title} ")).Append("|\n|---|").AppendJoin('|', titles.Append("").Select(_ => "---")).Append("|\n");
        var (played, passed) = (0, 0);
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            page.Append($"| `{kind}` |");
            foreach (var title in titles)
            {
                var cell = cells[(kind, title)];
                var isPlayed = LabSubject.All.First(subject => subject.Title == title).NotApplicable(kind) is null;
                if (isPlayed) played++;
                if (cell.StartsWith("right", StringComparison.Ordinal) || cell.StartsWith("gap", StringComparison.Ordinal) || cell == "silent") passed++;
                page.Append($" {(isPlayed ? cell : Note(cell))} |");
            }

            page.Append($" {Note(NotFetched)} |\n");
        }

        var all = Enum.GetValues<FaultKind>().Length * (titles.Count + 1);
        page.Append($"\n{all} cells: {played} played, of which {passed} right or a gap with its reason; {all - played} not applicable, because\n");
        foreach (var (note, i) in notes.Select((note, i) => (note, i))) page.Append($"{i + 1}. {note}\n");
        return page.Append('\n').ToString();

        string Note(string reason)
        {
            if (!notes.Contains(reason)) notes.Add(reason);
            return $"n/a {notes.IndexOf(reason) + 1}";
        }
    }
}
