using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Runs.Reports;
using KpiFunctions.Tests.Digest;

namespace KpiFunctions.Tests.Runs.Reports;

/// <summary>What the agency's own work looks like in the weekly mail to a consultant.</summary>
public sealed class WorkLinesTests
{
    [Fact]
    public void Advice_about_the_agencys_work_is_one_line_for_each_rule_with_its_clients()
    {
        var lines = WorkLines.Advice(Language.Of("en"), [Client("Bakery", "nothing-posted", "followers-lost"), Client("Cafe"), Client("Shop", "nothing-posted")]);
        lines.Select(line => (line.What, Clients: string.Join(", ", line.Clients), line.ToDo)).ShouldBe(
        [
            ("A network is losing followers", "Bakery", "Review what was posted, and how often."),
            ("Nothing has been posted for two weeks or more", "Bakery, Shop", "Start posting again, or agree on a pause with the client."),
        ]);
    }

    [Fact]
    public void Without_such_advice_there_is_no_line() => WorkLines.Advice(Language.Of("en"), [Client("Cafe")]).ShouldBeEmpty();

    private static ClientFacts Client(string name, params string[] rules) => new(name, new HandMade("en").Client() with { Name = name }, []) { AgencyAdvice = rules };
}
