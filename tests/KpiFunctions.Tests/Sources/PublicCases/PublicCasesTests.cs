namespace KpiFunctions.Tests.Sources.PublicCases;

/// <summary>Odd answers of the platforms, from public reports: the cases of <c>tests/Cases/connectors</c>.</summary>
public sealed class PublicCasesTests
{
    public static TheoryData<string> Names => new(ConnectorCase.All);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_fetch_gives_what_its_case_expects(string name) => PlayAsync(name, ConnectorCase.TextOf(name));

    /// <summary>In the file the shares are listed under numbers of one zero less than their statistics have.</summary>
    [Fact]
    public Task A_share_that_is_gone_costs_no_other_its_statistics() => PlayAsync(
        "linkedin-one-dead-share with the same numbers throughout",
        ConnectorCase.TextOf("linkedin-one-dead-share").Replace("7100000000000000000", "710000000000000000", StringComparison.Ordinal));

    private static async Task PlayAsync(string name, string text)
    {
        var given = ConnectorCase.Parse(text);
        var found = await CaseFetch.RunAsync(given, TestContext.Current.CancellationToken);
        var problems = CaseProblems.Of(given.Expect, found);
        if (problems.Count > 0)
            Assert.Fail(string.Join('\n', [.. problems.Select(problem => $"{name}: {problem}"), CaseProblems.Describe(found), given.Why]));
    }
}
