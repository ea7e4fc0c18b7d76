namespace KpiFunctions.Tests.Functions;

public sealed class TriggerDocsTests
{
    private static readonly IReadOnlyDictionary<string, string> Rows = File.ReadAllLines(Repository.PathOf("docs", "triggers.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .GroupBy(cells => cells[1].Trim('`'), cells => cells[2].Trim('`'))
        .ToDictionary(row => row.Key, row => row.Single());

    [Fact]
    public void The_page_says_of_every_function_by_which_queue_schedule_or_route_it_starts()
    {
        foreach (var function in AppFunction.All)
            Rows[function.Name].ShouldBe(function.Queue?.QueueName ?? function.Timer?.Schedule ?? function.Web!.Route, function.Name);
    }

    [Fact]
    public void The_page_names_no_function_that_does_not_exist() =>
        Rows.Keys.Where(name => char.IsUpper(name[0])).ShouldBe(AppFunction.All.Select(function => function.Name), ignoreOrder: true);
}
