using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>A platform whose refresh token is replaced at each use.</summary>
public sealed class TikTokTests
{
    private static readonly AccountRef Account = new("tiktok", "_000201100000000002");
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_access_is_renewed_day_by_day_and_no_fetch_fails_of_it()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("clips.json", Given.LinkedInClient("clips")
            .Replace("\"linkedin\"", "\"tiktok\"", StringComparison.Ordinal).Replace("2414183", Account.Account, StringComparison.Ordinal).Replace("meta-agency", "tiktok-page", StringComparison.Ordinal));
        var secrets = new List<string>();
        for (var day = 1; day <= 4; day++)
        {
            await test.LeapToAsync(Given.Monday.AddDays(day));
            secrets.Add((await test.Get<ICredentialStore>().FindAsync("tiktok-page", Token))!.Value);
        }

        secrets.ShouldBeUnique();
        test.Simulator.Requests.All.Count(request => request.Path.EndsWith("/refresh_token/", StringComparison.Ordinal)).ShouldBeInRange(4, 5);
        var cursor = await test.Get<CursorTable>().FindAsync("clips", Account, Token);
        cursor.Trouble.ShouldBeNull();
        cursor.AnsweredThrough.ShouldBe(new(2026, 11, 25));
        var readings = await test.Get<ReadingTable>().ReadAsync("clips", new(new(2026, 11, 1), new(2026, 11, 30)), Token);
        readings.Where(reading => reading[Metrics.Followers] is not null).Select(reading => reading.Day.Day).ShouldBe(Enumerable.Range(1, 25));
        readings.Count(reading => !reading.Settled).ShouldBe(1);
    }
}
