using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

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
        var refusals = new Refusals();
        foreach (var window in request.Days.InPiecesOf(Traits.MaxDaysPerRequest).Reverse())
        {
            var now = clock.GetUtcNow();
            var answers = await client.AskAsync(window, MatomoMapping.Questions, cancellationToken);
            foreach (var (method, answer) in answers)
            {
                refusals.WasAnswered |= answer.Failure is null;
                if (answer.Failure is { } failure && (MatomoMetrics.IsWorthTelling(method, failure) || answers.Values.All(other => other.Failure is not null)))
                    refusals.Add(method, failure, MatomoMetrics.In(method));
            }

            refusals.ThrowIfNothingWasAnswered();

            // A site may be set to an offset such as UTC+2, which is no zone of the tz database.
            var site = MatomoMapping.SiteOf(answers[MatomoMethods.Site]);
            var zone = site.Timezone is { Length: > 0 } id ? Zone.Find(id) : null;
            var currency = site.Currency is { Length: 3 } code ? code : null;
            var figures = new MatomoFigures();
            var days = MatomoMapping.DaysOf(window, answers, figures, currency is not null);
            var readings = MatomoMapping.Readings(request.Source.Ref, days, isFollowed, currency, new(zone ?? request.Zone, now, Traits.SettlesAfter));
            yield return new() { Readings = readings, Refusals = [.. refusals.Take(), .. figures.Unreadable] };
            isFollowed |= days.Any(day => day.Heard > 0);
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
