using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.X;

/// <summary>
/// The requests, each paid for before it is made. What an answer turns out not to hold is given back; what broke on the
/// way counts as read, because X may have sent it.
/// </summary>
/// <param name="budget">In units of <see cref="XMetrics.UnitsPerPost"/>.</param>
internal sealed class XClient(SourceHttp http, TimeProvider clock, string token, IAllowance budget)
{
    private const string PostFields = "tweet.fields=created_at,public_metrics,attachments";

    /// <summary>The user of a name.</summary>
    public async Task<XUserAnswer> UserAsync(string name, CancellationToken cancellationToken)
    {
        var taken = await budget.TakeAsync(XMetrics.UnitsPerUser, XMetrics.UnitsPerUser, cancellationToken);
        return await GetAsync(
            $"users/by/username/{Uri.EscapeDataString(name)}?user.fields=public_metrics,protected", taken, XJson.Default.XUserAnswer, answer => answer.Data is null ? 0 : taken, cancellationToken);
    }

    /// <summary>A page of a list, the newest first, as long as the budget allows.</summary>
    /// <param name="list"><c>tweets</c> or <c>mentions</c>.</param>
    /// <param name="more">Further parameters, each beginning with <c>&amp;</c>.</param>
    /// <exception cref="SourceException">Among others, <see cref="SourceFailureKind.BudgetSpent"/>: not even the shortest page can be paid.</exception>
    public async Task<XPosts> PostsAsync(string user, string list, DateTimeOffset since, DateTimeOffset? until, string? page, string more, CancellationToken cancellationToken)
    {
        var most = await budget.TakeAsync(XMetrics.FewestPosts * XMetrics.UnitsPerPost, XMetrics.MostPosts * XMetrics.UnitsPerPost, cancellationToken);
        var query = $"?max_results={most / XMetrics.UnitsPerPost}&{PostFields}&start_time={Instant(since)}"
            + (until is { } end ? $"&end_time={Instant(end)}" : "") + (page is null ? "" : $"&pagination_token={Uri.EscapeDataString(page)}") + more;
        return await GetAsync($"users/{Uri.EscapeDataString(user)}/{list}{query}", most, XJson.Default.XPosts, answer => (answer.Data?.Count ?? 0) * XMetrics.UnitsPerPost, cancellationToken);
    }

    /// <param name="taken">What the answer may cost.</param>
    /// <param name="spent">What it did cost.</param>
    private async Task<T> GetAsync<T>(string path, int taken, JsonTypeInfo<T> type, Func<T, int> spent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{XMetrics.Host}/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            await budget.GiveBackAsync(taken, cancellationToken);
            throw await FailureOfAsync(answer, cancellationToken);
        }

        var read = await http.ReadAsync(answer, type, cancellationToken);
        if (taken - spent(read) is > 0 and var left) await budget.GiveBackAsync(left, cancellationToken);
        return read;
    }

    private async Task<SourceException> FailureOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var problem = await SourceHttp.TryReadAsync(answer, XJson.Default.XProblem, cancellationToken);
        var words = problem?.Detail ?? problem?.Title;
        return (int)answer.StatusCode switch
        {
            // The limits are those of the agency's app. X says when they end, and never how long to wait.
            429 => http.Failure(SourceFailureKind.RateLimited, words ?? "X takes no more requests for now.", RateLimits.UntilEpoch(answer, "x-rate-limit-reset", clock), isAppWide: true),
            402 => http.Failure(SourceFailureKind.BudgetSpent, words ?? "The agency's credit at X is used up.", isAppWide: true),
            _ => http.Refused(answer, words),
        };
    }

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
