using KpiFunctions.Simulator.Bluesky;
using KpiFunctions.Simulator.GoogleAnalytics;
using KpiFunctions.Simulator.Graph;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.LinkedIn;
using KpiFunctions.Simulator.Mastodon;
using KpiFunctions.Simulator.Matomo;
using KpiFunctions.Simulator.SendGrid;
using KpiFunctions.Simulator.TikTok;
using KpiFunctions.Simulator.World;
using KpiFunctions.Simulator.X;
using KpiFunctions.Simulator.YouTube;

namespace KpiFunctions.Simulator;

/// <summary>The one list of the platforms that the simulator plays.</summary>
internal sealed class PlatformList(SimulatorOptions options, Outbox mails, XBill bill, TikTokTokens tokens)
{
    /// <summary>The platforms of a world, always in the same order. What has a memory of its own (mails, charges, used tokens) is asked each time.</summary>
    public IReadOnlyList<IPlatform> Of(SimulatedWorld world)
    {
        IEnumerable<IPlatform> free =
        [
            new GraphPlatform(world), new GoogleTokenPlatform(), new AnalyticsPlatform(world), new BlueskyPlatform(world),
            new LinkedInPlatform(world, options.LinkedInStartIsExclusive), new MastodonPlatform(world), new MatomoPlatform(world), new YouTubePlatform(world),
        ];
        if (options.RemembersAnswers) free = free.Select(platform => new RememberedAnswers(platform, options.TimeProvider));
        return [.. free, new SendGridPlatform(mails), new TikTokPlatform(world, tokens), new XPlatform(world, bill)];
    }

    /// <summary>The platforms of a world of no account's, for their names and hosts.</summary>
    public static IReadOnlyList<IPlatform> All()
    {
        var options = new SimulatorOptions();
        var world = new SimulatedWorld(options.Seed, options.TimeProvider, []);
        return new PlatformList(options, new(null, options.TimeProvider), new(), new(world)).Of(world);
    }
}
