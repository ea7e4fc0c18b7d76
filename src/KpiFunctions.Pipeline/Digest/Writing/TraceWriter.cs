using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Writes what a figure was made from, down to the readings, for the page.</summary>
internal static class TraceWriter
{
    private const int MostPosts = 20;
    private const int MostReferrers = 10;

    /// <returns>Null where the edition has no trace, or the figure was made from nothing.</returns>
    public static TraceModel? Write(Desk desk, ObjectiveConfig objective, Kpi kpi)
    {
        var name = kpi.NameIn(objective);
        if (desk.Trace?.Kpis.FirstOrDefault(trace => trace.Name == name) is not { Inputs.Count: > 0 } found) return null;
        return new(
            desk.Language.Text("trace.title", ("name", desk.NameOf(kpi))),
            BasisWriter.Write(desk, kpi) ?? "",
            [.. found.Inputs.Select(input => Input(desk, input))]);
    }

    private static InputModel Input(Desk desk, InputTrace input)
    {
        var language = desk.Language;
        var account = desk.Client.Sources.FirstOrDefault(source => source.Ref.ToString() == input.Account);
        var (posts, morePosts) = desk.Cut(input.Posts, MostPosts);
        var (senders, moreSenders) = desk.Cut(input.Referrers, MostReferrers);
        return new(
            language.Text(
                "trace.input",
                ("account", Desk.Name(account?.Name ?? input.Account)),
                ("metric", MetricName(language, input)),
                ("way", language.Text($"way.{input.Way}"))),
            new(
                language.Text("trace.day"),
                language.Text(input.Way is Aggregation.PostsCounted or Aggregation.PostByPost ? "trace.number-of-posts" : "trace.value"),
                language.Text("trace.read"),
                [.. input.Days.Select(day => new DayRow(Language.Capital(language.Dates.Weekday(day.Day)), Number(language, day.Value), Read(desk, day)))]),
            posts.Count == 0 ? null : new(language.Text("trace.posts"), [.. posts.Select(post => Post(desk, post))], morePosts),
            senders.Count == 0 ? null : new(language.Text("trace.senders"), [.. senders.Select(sender => Sender(language, sender))], moreSenders));
    }

    private static string MetricName(Language language, InputTrace input) =>
        language.Text(language.Has($"trace.part.{input.Metric}") ? $"trace.part.{input.Metric}" : $"metric.{input.Metric}");

    private static string Read(Desk desk, DayTrace day) => day.FetchedAt is { } at
        ? desk.Language.Text(day.IsSettled ? "trace.settled" : "trace.provisional", ("at", Moment(desk, at)))
        : desk.Language.Text("trace.nothing");

    private static TracedPost Post(Desk desk, PostTrace post)
    {
        var language = desk.Language;
        var published = language.Text("trace.post", ("at", Moment(desk, post.Published)));
        return new(post.Value is { } value ? language.Text("trace.post.value", ("post", published), ("value", Number(language, value))) : published, PostsWriter.Link(post.Link));
    }

    private static string Sender(Language language, ReferrerTrace sender) => language.Text(
        "trace.sender",
        ("sender", Desk.Name(sender.Source)),
        ("channel", ReadingNames.Channels.Find(sender.Channel) is { } channel ? language.Text($"channel.{channel}") : Desk.Name(sender.Channel)),
        ("visits", language.Count("count.sessions", sender.Sessions)));

    private static string Moment(Desk desk, DateTimeOffset at)
    {
        var clock = desk.Client.Schedule.Zone.ClockAt(at);
        return desk.Language.Text(
            "trace.moment", ("day", desk.Language.Dates.Day(DateOnly.FromDateTime(clock))), ("time", desk.Language.Dates.Time(TimeOnly.FromDateTime(clock))));
    }

    private static string Number(Language language, double? value) => value is { } known
        ? language.Numbers.Decimal(known, known == Math.Truncate(known) ? 0 : Numbers.MostDecimals)
        : language.Text("figure.absent");
}
