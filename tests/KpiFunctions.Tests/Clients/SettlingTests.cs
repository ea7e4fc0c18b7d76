using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Tests.Clients;

/// <summary>A digest that goes out before its figures are final: the consultant is told when they are, on the client's clock.</summary>
public sealed class SettlingTests
{
    [Fact]
    public void Facebooks_week_ends_in_California()
    {
        Warnings("Europe/Paris", "wednesday", "08:59").ShouldHaveSingleItem().ShouldEndWith(
            "digest: Facebook may still change the week's last figures then: they will be marked provisional; they are final on wednesday at 09:00");
        Warnings("Europe/Paris", "wednesday", "09:00").ShouldBeEmpty();
    }

    [Fact]
    public void In_New_Zealand_it_ends_on_the_evening_after() =>
        Warnings("Pacific/Auckland", "wednesday", "09:00").ShouldHaveSingleItem().ShouldEndWith("they are final on wednesday at 21:00");

    [Fact]
    public void A_season_in_which_it_comes_too_early_is_enough() =>
        Warnings("Pacific/Auckland", "wednesday", "20:00").ShouldHaveSingleItem().ShouldEndWith("they are final on wednesday at 21:00");

    [Fact]
    public void Each_source_has_a_time_of_its_own() =>
        Warnings("Europe/Paris", "monday", "05:00").Select(warning => warning.Split("final on ")[1]).ShouldBe(["wednesday at 09:00", "monday at 06:00"]);

    private static IReadOnlyList<string> Warnings(string zone, string day, string time)
    {
        var verdict = Given.Parse(Given.Config
            .Replace("Europe/London", zone, StringComparison.Ordinal)
            .Replace("\"wednesday\"", $"\"{day}\"", StringComparison.Ordinal)
            .Replace("\"09:00\"", $"\"{time}\"", StringComparison.Ordinal));
        verdict.Problems.ShouldAllBe(problem => problem.Severity == Severity.Warning);
        return [.. verdict.Problems.Select(problem => problem.ToString())];
    }
}
