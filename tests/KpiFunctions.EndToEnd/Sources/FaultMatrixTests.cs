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
        await Task.WhenAll(LabSubject.All.Select(async subject =>
        {
            foreach (var kind in Enum.GetValues<FaultKind>())
                cells[(kind, subject.Title)] = subject.NotApplicable(kind) is { } reason ? reason : await OutcomeAsync(subject, kind);
        }));

        GoldenFile.CheckSection("/docs/sources/README.md", "matrix", Table(cells));
    }

    /// <returns>What came of it, in the words of the table.</returns>
    private async Task<string> OutcomeAsync(LabSubject subject, FaultKind kind)
    {
        await using var lab = await SourceLab.StartAsync(storage.Connection);
        var client = $"{subject.Title.Replace(' ', '-')}-{kind}".ToLowerInvariant();
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

        if (faulty.Refusals.Count > 0) return $"gap: {string.Join(", ", faulty.Refusals.Select(refusal => $"{refusal.What} `{refusal.Failure.Kind}`").Distinct())}";
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
