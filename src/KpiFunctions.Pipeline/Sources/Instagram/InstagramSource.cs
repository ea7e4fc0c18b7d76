using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Instagram;

/// <summary>Instagram's professional accounts: followers of today, insights by day, posts, and posts by others that tag them.</summary>
public sealed class InstagramSource(IHttpClientFactory clients, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => InstagramMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = SourceSecrets.Token(request);
        var (now, account) = (clock.GetUtcNow(), request.Source.Ref);
        var http = new SourceHttp(clients.CreateClient(SourceClients.NameOf(InstagramMetrics.Traits)), clock, token) { Requests = request.Requests };
        var client = new GraphClient(http, Traits.Name, request.Source.Account, token);
        var refusals = new Refusals();
        var days = new SourceDays(Zone.Find(GraphApi.ZoneId)!, now, Traits.SettlesAfter);

        var level = await refusals.TryAsync("followers_count", () => client.GetAsync(null, "fields=followers_count", InstagramJson.Default.InstagramAccount, cancellationToken));
        if (request.ChecksAccess) await GraphAccess.CheckAsync(client, Traits, refusals, cancellationToken);
        yield return new() { Readings = LevelToday.Of(request, now, level?.FollowersCount), Refusals = refusals.Take() };

        // Mentions come before the insights because they are a part of each day's reading.
        var mentions = new GraphMentions(request, days, refusals);
        var tagged = await mentions.ReadAsync(
            client,
            "tags",
            InstagramMetrics.TagFields,
            InstagramJson.Default.GraphListInstagramMedia,
            media => InstagramMapping.MentionOf(account, media, now),
            hasCursorsOnly: true,
            cancellationToken);
        yield return new() { Posts = tagged, Refusals = refusals.Take() };

        var insights = new InstagramInsights(client, days, refusals, request.Skip);
        var weeks = await insights.WeeksAsync(request.Days, cancellationToken);
        yield return new() { Readings = GraphReadings.Of(account, [.. weeks.Where(week => !request.Days.Contains(week.Day))], days), Refusals = refusals.Take() };

        // The newest first: what is refused of days from before the account had insights leaves the metric asked for.
        foreach (var window in request.Days.InPiecesOf(Traits.MaxDaysPerRequest).Reverse())
        {
            var values = await insights.ValuesAsync(window, cancellationToken);
            yield return new() { Readings = GraphReadings.Of(account, window, [.. values, .. weeks], mentions, days), Refusals = refusals.Take() };
        }

        await foreach (var posts in new InstagramMediaList(client, request, refusals, now).PostsAsync(cancellationToken))
        {
            yield return new() { Posts = posts, Refusals = refusals.Take() };
        }

        refusals.ThrowIfNothingWasAnswered();
    }
}
