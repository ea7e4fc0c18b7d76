using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.StorageTwin.Suite;

namespace KpiFunctions.Tests.StorageTwin;

/// <summary><c>docs/storage-twin.md</c> says what the code does.</summary>
public sealed class StorageTwinDocsTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("docs", "storage-twin.md"));

    [Fact]
    public void The_page_lists_the_differences_of_the_suite()
    {
        var start = Array.FindIndex(Lines, line => line.StartsWith("| behaviour |", StringComparison.Ordinal));
        Lines[(start + 2)..].TakeWhile(line => line.StartsWith('|'))
            .ShouldBe(Differences.All.Select(difference => $"| {difference.Behaviour} | {difference.Azure} | {difference.Azurite} |"));
    }

    [Fact]
    public void A_difference_is_one() => Differences.All.ShouldAllBe(difference => difference.Azure != difference.Azurite);

    [Fact]
    public void The_page_names_every_kind_of_fault()
    {
        var text = string.Join('\n', Lines);
        Enum.GetNames<FaultKind>().ShouldAllBe(name => text.Contains($"`{name}`", StringComparison.Ordinal));
    }
}
