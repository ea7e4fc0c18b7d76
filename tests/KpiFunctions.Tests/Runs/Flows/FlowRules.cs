using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace KpiFunctions.Testing.Flows;

/// <summary>What platforms answer in place of what the simulator does.</summary>
/// <param name="Match">A regular expression over "METHOD address body".</param>
/// <param name="Status">The status of <paramref name="Body"/>.</param>
/// <param name="Body">The answer; null where the simulator's is changed.</param>
/// <param name="Replace">A regular expression over the simulator's answer.</param>
/// <param name="With">What its matches are replaced with.</param>
/// <param name="From">When it begins; null for the start.</param>
internal sealed record FlowRule(string Match, int? Status, string? Body, string? Replace, string? With, DateTimeOffset? From);

/// <summary>The rules of a case, between the pipeline and the simulator. The first that matches holds.</summary>
internal sealed class FlowRules(IReadOnlyList<FlowRule>? rules)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(10);

    private volatile IReadOnlyList<Compiled> inForce = [.. (rules ?? []).Select(rule => new Compiled(rule))];
    private int struck;

    /// <summary>The answers that were other ones than the simulator's.</summary>
    public int Struck => Volatile.Read(ref struck);

    /// <summary>Ends every rule.</summary>
    public void Clear() => inForce = [];

    /// <summary>Puts the rules between a host's sources and the simulator.</summary>
    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(provider => new Filter(this, provider.GetRequiredService<TimeProvider>()));

    private sealed class Compiled(FlowRule rule)
    {
        private readonly Regex match = new(rule.Match, RegexOptions.None, LongestMatch);
        private readonly Regex? replace = rule.Replace is { } pattern ? new(pattern, RegexOptions.None, LongestMatch) : null;

        public FlowRule Rule => rule;

        public bool Holds(string request, DateTimeOffset now) => (rule.From is not { } from || now >= from) && match.IsMatch(request);

        public string Change(string answer) => replace!.Replace(answer, rule.With!);
    }

    /// <summary>The first of the handlers, beyond the repeats: each would be answered in the same way, after a pause in real time.</summary>
    private sealed class Filter(FlowRules rules, TimeProvider time) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.AdditionalHandlers.Insert(0, new Handler(rules, time));
        };
    }

    private sealed class Handler(FlowRules rules, TimeProvider time) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (rules.inForce.Count == 0) return await base.SendAsync(request, cancellationToken);

            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var asked = $"{request.Method} {Uri.UnescapeDataString(request.RequestUri!.AbsoluteUri)} {body}".TrimEnd();
            if (rules.inForce.FirstOrDefault(rule => rule.Holds(asked, time.GetUtcNow())) is not { } rule) return await base.SendAsync(request, cancellationToken);
            if (rule.Rule.Body is { } text)
            {
                Interlocked.Increment(ref rules.struck);
                return new((HttpStatusCode)(rule.Rule.Status ?? 200)) { RequestMessage = request, Content = new StringContent(text, Encoding.UTF8, "application/json") };
            }

            var answer = await base.SendAsync(request, cancellationToken);
            var given = await answer.Content.ReadAsStringAsync(cancellationToken);
            var changed = rule.Change(given);
            if (changed != given) Interlocked.Increment(ref rules.struck);
            answer.Content = new StringContent(changed, Encoding.UTF8, answer.Content.Headers.ContentType?.MediaType ?? "application/json");
            return answer;
        }
    }
}
