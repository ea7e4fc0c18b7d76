using System.Text;
using System.Text.RegularExpressions;
using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.Faults;

/// <summary>Which of a platform's answers a fault changes or refuses, by regular expressions.</summary>
/// <param name="Asked">Over the request: <c>METHOD https://host/path?query body</c>, without escapes. Another request is answered as usual.</param>
public sealed record FaultRule(string Asked)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(10);

    /// <summary>Over the answer: only one that it is found in is changed or refused.</summary>
    public string Found { get; init; } = "";

    /// <summary>What the matches of <see cref="Found"/> are replaced with; null where the request is refused.</summary>
    public string? With { get; init; }

    /// <summary>How it is refused: as the platform refuses under this fault.</summary>
    public FaultKind Refusal { get; init; } = FaultKind.BadRequest;

    internal bool Concerns(WireRequest request) => Regex.IsMatch(request.Question, Asked, RegexOptions.None, LongestMatch);

    /// <summary>What is sent in the place of an answer; the answer itself where nothing is found in it.</summary>
    /// <param name="refuse">Refuses the request in the platform's words.</param>
    internal WireReply Applied(WireReply answer, Func<FaultKind, WireReply> refuse)
    {
        var text = Encoding.UTF8.GetString(answer.Body);
        if (!Regex.IsMatch(text, Found, RegexOptions.None, LongestMatch)) return answer;
        return With is null ? refuse(Refusal) : answer with { Body = Encoding.UTF8.GetBytes(Regex.Replace(text, Found, With, RegexOptions.None, LongestMatch)) };
    }
}
