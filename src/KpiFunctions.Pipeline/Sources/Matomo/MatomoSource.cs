using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>Sites on Matomo servers: visits, visitors, conversions and revenue by day, and where the visits came from.</summary>
public sealed class MatomoSource(IHttpClientFactory clients, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => MatomoMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = SourceSecrets.Token(request);
        var http = new SourceHttp(clients.CreateClient(SourceClients.NameOf(MatomoMetrics.Traits)), clock, token) { Requests = request.Requests };
        var client = new MatomoClient(http, EndpointOf(request.Source.Url), SiteNumberOf(request.Source.Account), token);

        // The newest first: whether silence is a quiet day shows in what comes after it.
        var isFollowed = false;
        foreach (var window in request.Days.InPiecesOf(Traits.MaxDaysPerRequest).Reverse())
        {
            var now = clock.GetUtcNow();
            var answers = await client.AskAsync(window, MatomoMapping.Questions, cancellationToken);
            if (answers.Values.All(answer => answer.Failure is not null)) throw new SourceException(answers[MatomoMapping.Visits].Failure!);

            // A site may be set to an offset such as UTC+2, which is no zone of the tz database.
            var site = MatomoMapping.SiteOf(answers[MatomoMapping.Site]);
            var zone = site.Timezone is { Length: > 0 } id ? Zone.Find(id) : null;
            var currency = site.Currency is { Length: 3 } code ? code : null;
            yield return new()
            {
                Readings = MatomoMapping.Readings(request.Source.Ref, window, answers, isFollowed, currency, new(zone ?? request.Zone, now, Traits.SettlesAfter)),
                Refusals =
                [
                    .. from answer in answers
                       where answer.Value.Failure is { } failure && MatomoMetrics.IsWorthTelling(answer.Key, failure)
                       select new Refusal(answer.Key, answer.Value.Failure!),
                ],
            };
            isFollowed |= MatomoMapping.LastVisit(window, answers) is not null;
        }
    }

    private static Uri EndpointOf(Uri? server)
    {
        if (server is not { IsAbsoluteUri: true } || server.Scheme != Uri.UriSchemeHttps || server.UserInfo.Length > 0)
        {
            throw new SourceException(new(
                SourceFailureKind.AccountUnknown,
                "The config has to give the Matomo server's https address, without a user's name in it, such as https://stats.example.com/."));
        }

        const string index = "/index.php";
        var path = server.AbsolutePath.TrimEnd('/');
        return new UriBuilder(server) { Path = path.EndsWith(index, StringComparison.Ordinal) ? path : path + index, Query = "", Fragment = "" }.Uri;
    }

    private static string SiteNumberOf(string account) => account.Length > 0 && account.All(char.IsAsciiDigit)
        ? account
        : throw new SourceException(new(SourceFailureKind.AccountUnknown, $"'{account}' is not the number of a Matomo site: it is shown under Administration, Websites."));
}
