namespace KpiFunctions.Tests.Sources.PublicCases;

/// <summary>Odd answers of the platforms, from public reports: the cases of <c>tests/Cases/connectors</c>.</summary>
public sealed class PublicCasesTests
{
    /// <summary>
    /// A case that no connector can pass: its list of posts and its expectation write the same posts with numbers of different
    /// lengths. It is played with the numbers of the list throughout.
    /// </summary>
    private const string Contradictory = "linkedin-one-dead-share";

    public static TheoryData<string> Names => new(ConnectorCase.All.Except([Contradictory]));

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_fetch_gives_what_its_case_expects(string name) => PlayAsync(name, ConnectorCase.TextOf(name));

    [Fact]
    public Task A_share_that_is_gone_costs_no_other_its_statistics() =>
        PlayAsync(Contradictory, ConnectorCase.TextOf(Contradictory).Replace("7100000000000000000", "710000000000000000", StringComparison.Ordinal));

    [Fact]
    public void The_case_that_is_played_with_other_numbers_contradicts_itself()
    {
        var text = ConnectorCase.TextOf(Contradictory);
        ConnectorCase.Parse(text).Expect.Posts!.Keys.ShouldAllBe(id => !text.Contains($"\"id\": \"{id}\"", StringComparison.Ordinal));
    }

    private static async Task PlayAsync(string name, string text)
    {
        var given = ConnectorCase.Parse(text);
        var found = await CaseFetch.RunAsync(given, TestContext.Current.CancellationToken);
        var problems = CaseProblems.Of(given.Expect, found);
        if (problems.Count > 0)
            Assert.Fail(string.Join('\n', [.. problems.Select(problem => $"{name}: {problem}"), CaseProblems.Describe(found), given.Why]));
    }
}
