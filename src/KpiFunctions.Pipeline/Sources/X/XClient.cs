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
/// <param name="budget">In units of which <see cref="XMetrics.UnitsPerDollar"/> are a dollar.</param>
internal sealed class XClient(SourceHttp http, TimeProvider clock, string token, IAllowance budget, XPrices prices)
{
    /// <summary>What X calls the fields of a post, the word that it was known to take first.</summary>
    private readonly Queue<string> wordsForFields = new(["tweet.fields", "post.fields"]);

    /// <summary>The user of a name.</summary>
    public async Task<XUserAnswer> UserAsync(string name, IEnumerable<XField> fields, CancellationToken cancellationToken)
    {
        var taken = await TakeAsync(prices.OfUser, prices.OfUser, cancellationToken);
        return await GetAsync(
            $"users/by/username/{Uri.EscapeDataString(name)}{Query(("user.fields", List(fields)))}", taken, XJson.Default.XUserAnswer, answer => answer.Data is null ? 0 : taken, cancellationToken);
    }

    /// <summary>A page of a list, the newest first, as long as the budget allows.</summary>
    /// <param name="most">The most posts that are wanted.</param>
    /// <exception cref="SourceException">Among others, <see cref="SourceFailureKind.BudgetSpent"/>: not even the shortest page can be paid.</exception>
    public async Task<XPosts> PostsAsync(XList list, IReadOnlyList<XField> fields, string? page, int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await PageAsync(list, List(fields), page, most, cancellationToken);
            }
            catch (SourceException e) when (e.Failure.Kind == SourceFailureKind.RequestRefused && fields.Count > 0 && wordsForFields.Count > 1
                && e.Failure.Message.Contains(wordsForFields.Peek(), StringComparison.OrdinalIgnoreCase) && !e.Failure.Message.Contains("parameter value", StringComparison.OrdinalIgnoreCase))
            {
                // X is on its way from the one word to the other. A value that it does not take is another matter.
                wordsForFields.Dequeue();
            }
        }
    }

    private async Task<XPosts> PageAsync(XList list, string? fields, string? page, int most, CancellationToken cancellationToken)
    {
        var taken = await TakeAsync(prices.OfPosts(XMetrics.FewestPosts), prices.OfPosts(most), cancellationToken);
        var query = Query(
            ("max_results", Math.Min(prices.PostsFor(taken), most).ToString(CultureInfo.InvariantCulture)),
            (wordsForFields.Peek(), fields),
            ("start_time", Instant(list.Since)),
            ("end_time", list.Until is { } end ? Instant(end) : null),
            ("pagination_token", page is null ? null : Uri.EscapeDataString(page)));
        var answer = await GetAsync(
            $"users/{Uri.EscapeDataString(list.User)}/{list.Name}{query}{list.More}", taken, XJson.Default.XPosts, answer => Math.Min(taken, prices.OfPosts(answer.Data?.Count ?? 0)), cancellationToken);

        // An answer of nothing but what stands in the way is no empty list, and comes with status 200.
        if (answer is { Data: null, Errors: [{ } problem, ..] }) throw http.Failure(KindOf(problem), WordsOf(problem));
        return answer is { Data: null, Meta: null } ? throw http.Failure(SourceFailureKind.AnswerUnreadable, "X answered without a list.") : answer;
    }

    /// <summary>What is free is not taken from a budget.</summary>
    private async Task<int> TakeAsync(int least, int most, CancellationToken cancellationToken) => most == 0 ? 0 : await budget.TakeAsync(least, most, cancellationToken);

    /// <param name="taken">What the answer may cost.</param>
    /// <param name="spent">What it did cost.</param>
    private async Task<T> GetAsync<T>(string path, int taken, JsonTypeInfo<T> type, Func<T, int> spent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{XMetrics.Host}/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            if (taken > 0) await budget.GiveBackAsync(taken, cancellationToken);
            throw await FailureOfAsync(answer, cancellationToken);
        }

        var read = await http.ReadAsync(answer, type, cancellationToken);
        if (taken - spent(read) is > 0 and var left) await budget.GiveBackAsync(left, cancellationToken);
        return read;
    }

    private async Task<SourceException> FailureOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var refusal = await SourceHttp.TryReadAsync(answer, XJson.Default.XRefusal, cancellationToken);
        string[] parts = [.. new[] { refusal?.Detail ?? refusal?.Title }.Concat(refusal?.Errors?.Select(error => error.Message) ?? []).OfType<string>().Distinct()];
        var words = parts.Length == 0 ? null : string.Join(" ", parts);
        return (int)answer.StatusCode switch
        {
            // The limits are those of the agency's app. X says when they end, and never how long to wait.
            429 => http.Failure(SourceFailureKind.RateLimited, words ?? "X takes no more requests for now.", RateLimits.UntilEpoch(answer, "x-rate-limit-reset", clock), isAppWide: true),
            402 => http.Failure(SourceFailureKind.BudgetSpent, words ?? "The agency's credit at X is used up.", isAppWide: true),
            _ => http.Refused(answer, words),
        };
    }

    private static SourceFailureKind KindOf(XProblem problem) =>
        problem.Type?.Contains("not-authorized", StringComparison.Ordinal) == true || problem.Title?.Contains("Authorization", StringComparison.OrdinalIgnoreCase) == true || problem.Title == "Forbidden"
            ? SourceFailureKind.PermissionMissing
            : SourceFailureKind.RequestRefused;

    private static string WordsOf(XProblem problem) => problem.Detail ?? problem.Title ?? "X gave no reason.";

    private static string? List(IEnumerable<XField> fields) => string.Join(',', fields.Select(field => field.Name)) is { Length: > 0 } list ? list : null;

    private static string Query(params IEnumerable<(string Name, string? Value)> parameters) =>
        string.Concat(parameters.Where(parameter => parameter.Value is not null).Select((parameter, at) => $"{(at == 0 ? '?' : '&')}{parameter.Name}={parameter.Value}"));

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

/// <summary>A list of posts of one user.</summary>
/// <param name="Name"><c>tweets</c> or <c>mentions</c>.</param>
/// <param name="More">Further parameters, each beginning with <c>&amp;</c>.</param>
internal sealed record XList(string User, string Name, DateTimeOffset Since, DateTimeOffset? Until, string More = "");
