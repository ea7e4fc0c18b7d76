using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Runs;

public sealed class RemedyTests
{
    private static readonly SourceConfig Page = new() { Type = "facebook", Account = "1015", Name = "Shop" };

    [Fact]
    public void Expired_refused_and_missing_rights_are_mended_in_three_ways_and_each_names_the_account()
    {
        string[] words = [Words(SourceFailureKind.CredentialExpired), Words(SourceFailureKind.CredentialRefused), Words(SourceFailureKind.PermissionMissing)];

        words.Distinct().Count().ShouldBe(3);
        words.ShouldAllBe(text => text.Contains("'Shop' (Facebook, 1015)", StringComparison.Ordinal) && text.Contains("'agency-meta'", StringComparison.Ordinal));
        words[0].ShouldBe("CredentialExpired: The platform's words. To do: renew the access to 'Shop' (Facebook, 1015) and put the new secret into the vault as 'agency-meta'.");
    }

    [Theory]
    [InlineData(SourceFailureKind.Unavailable)]
    [InlineData(SourceFailureKind.RateLimited)]
    public void What_passes_by_itself_asks_for_nothing(SourceFailureKind kind) => Words(kind).ShouldBe($"{kind}: The platform's words.");

    [Fact]
    public void Whatever_needs_a_person_says_what_to_do() => Enum.GetValues<SourceFailureKind>()
        .Where(kind => new SourceFailure(kind, "").NeedsAPerson)
        .ShouldAllBe(kind => Words(kind).Contains("To do: ", StringComparison.Ordinal));

    private static string Words(SourceFailureKind kind) =>
        Remedy.Describe(Page, AllSources.Traits["facebook"], "agency-meta", new(kind, "The platform's words."));
}
