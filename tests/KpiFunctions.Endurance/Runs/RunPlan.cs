using KpiFunctions.Endurance.Storage;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Endurance.Runs;

/// <summary>A client of a run.</summary>
/// <param name="Marker">Stands in its name and in no other client's.</param>
/// <param name="RetiredAfter">How long after its first digest falls due its config is deleted; null where it stays.</param>
internal sealed record PlannedClient(string Id, string Marker, Zone Zone, DayOfWeek Day, TimeOnly Time, IReadOnlyList<string> Recipients, string Sources, TimeSpan? RetiredAfter)
{
    public DigestSchedule Schedule => new(Day, Time, Zone);

    /// <summary>Whether a person approves its digests.</summary>
    public bool IsReviewed { get; init; }

    /// <summary>The consultant's address: one for each client.</summary>
    public string Consultant => $"{Marker.ToLowerInvariant()}@agency.example";

    public string Config => $$"""
        {
          "id": "{{Id}}", "name": "Shop {{Marker}}", "language": "en", "timeZone": "{{Zone.Id}}",
          "digest": { "day": "{{Day.ToString().ToLowerInvariant()}}", "time": "{{Time:HH\:mm}}"{{(IsReviewed ? ", \"review\": true" : "")}} },
          "recipients": [{{string.Join(", ", Recipients.Select(recipient => $"\"{recipient}\""))}}],
          "consultant": { "name": "Studio", "email": "{{Consultant}}" },
          "brand": { "name": "Studio", "colour": "#0b6e4f" },
          "sources": [ {{Sources}} ],
          "objectives": [ "image", "offers" ]
        }
        """;
}

/// <summary>A time in which nothing, or nothing of one table, queue or container, is answered as it should be.</summary>
/// <param name="Resource">A beginning of what calls go to; empty for all.</param>
internal sealed record Outage(DateTimeOffset From, DateTimeOffset Until, string Resource, Fate Fate);

/// <summary>All that is drawn for a run before it begins.</summary>
internal sealed record RunPlan
{
    public required int Seed { get; init; }

    public required int Hosts { get; init; }

    public required IReadOnlyList<PlannedClient> Clients { get; init; }

    /// <summary>When the configs are dropped.</summary>
    public required DateTimeOffset DroppedAt { get; init; }

    public required IReadOnlyList<IsoWeek> Weeks { get; init; }

    public required DateTimeOffset FaultsFrom { get; init; }

    public required DateTimeOffset FaultsUntil { get; init; }

    /// <summary>The share of storage calls that something happens to.</summary>
    public required double StorageRate { get; init; }

    public required double MailRate { get; init; }

    public required double DeathRate { get; init; }

    /// <summary>How often another host's turn comes at a call.</summary>
    public required double ChangeRate { get; init; }

    /// <summary>The share of messages that come twice.</summary>
    public required double TwiceRate { get; init; }

    /// <summary>The share of messages that are never delivered.</summary>
    public required double VanishRate { get; init; }

    /// <summary>The chance, at each instant of the time with faults, that a row of <c>Due</c> vanishes.</summary>
    public required double RowLossRate { get; init; }

    public required IReadOnlyList<Outage> Outages { get; init; }

    /// <summary>What people do, by when.</summary>
    public IReadOnlyList<PlannedAction> Actions { get; init; } = [];

    /// <summary>Every digest of the run, by when it is due.</summary>
    public IEnumerable<(PlannedClient Client, Occurrence Occurrence)> Digests => Clients
        .SelectMany(client => Weeks.Select(week => (Client: client, Occurrence: client.Schedule.In(week))))
        .Where(digest => digest.Occurrence.DueAt > DroppedAt)
        .OrderBy(digest => digest.Occurrence.DueAt).ThenBy(digest => digest.Client.Id, StringComparer.Ordinal);

    /// <param name="plant">A mistake that is made on purpose: what it would be noticed by happens more often.</param>
    public static RunPlan Draw(int seed, Plant plant)
    {
        var dice = new Dice(seed, "plan");

        // Weeks with a change of the clocks and at the turn of a year are among them.
        var monday = dice.OneOf<DateOnly>(new(2026, 3, 30), new(2026, 10, 26), new(2026, 11, 23), new(2027, 1, 4));
        var weeks = Enumerable.Range(0, dice.Happens(0.2) ? 2 : 1).Select(IsoWeek.Of(monday).Plus).ToList();
        var day = dice.OneOf(DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday);
        var clients = Enumerable.Range(0, dice.Between(1, 3)).Select(number => ClientOf(dice, number, day)).ToList();
        var first = clients.Min(client => client.Schedule.In(weeks[0]).DueAt);
        var droppedAt = first.AddMinutes(-dice.Between(20, 300));
        var from = dice.Happens(0.3) ? droppedAt : first.AddMinutes(-dice.Below(20));
        var until = first.AddHours(dice.OneOf(1, 3, 8, 30));
        var plan = new RunPlan
        {
            Seed = seed,
            Hosts = dice.Between(1, 3),
            Clients = clients,
            DroppedAt = droppedAt,
            Weeks = weeks,
            FaultsFrom = from,
            FaultsUntil = until,
            StorageRate = dice.OneOf(0, 0.005, 0.02, 0.06, 0.15),
            MailRate = dice.OneOf(0, 0, 0.2, 0.5),
            DeathRate = dice.OneOf(0, 0, 0.002, 0.01),
            ChangeRate = dice.OneOf(0.02, 0.1, 0.4),
            TwiceRate = dice.OneOf(0, 0.1, 0.4),
            VanishRate = dice.OneOf(0, 0, 0.03, 0.1),
            RowLossRate = dice.OneOf(0, 0, 0.02, 0.1),
            Outages = [.. Enumerable.Range(0, dice.OneOf(0, 0, 0, 1, 2)).Select(_ => OutageOf(dice, from, until))],
        };
        return plant switch
        {
            Plant.ClaimWithoutMark => plan with { StorageRate = 0.1 },
            Plant.StrikeOffWithoutVersion => plan with { Hosts = 2, ChangeRate = 0.08, TwiceRate = 0, VanishRate = 0.5, StorageRate = 0, DeathRate = 0, Outages = [] },
            Plant.NoSweep => plan with { RowLossRate = 0.3 },
            Plant.None => WithPeople(plan, new(seed, "actions")),
            _ => plan,
        };
    }

    /// <summary>Drawn apart from the rest, so that the same seed breaks the same.</summary>
    private static RunPlan WithPeople(RunPlan plan, Dice dice)
    {
        var clients = plan.Clients.Select(client => client with { IsReviewed = dice.Happens(0.33) }).ToList();
        return plan with { Clients = clients, Actions = PlannedAction.Draw(dice, clients, plan.Weeks) };
    }

    private static PlannedClient ClientOf(Dice dice, int number, DayOfWeek day)
    {
        var marker = $"Zq{dice.Below(1 << 24):x6}{number}";
        var recipients = Enumerable.Range(0, dice.Between(1, 3)).Select(one => $"r{one}@{marker.ToLowerInvariant()}.example").ToList();
        var page = $"2011{dice.Below(1_000_000):D11}";
        var facebook = $$"""{ "type": "facebook", "account": "{{page}}", "credential": "meta-agency" }""";
        var mastodon = $$"""{ "type": "mastodon", "account": "@{{marker.ToLowerInvariant()}}@mastodon.example", "name": "Mastodon" }""";
        var sources = dice.OneOf(facebook, mastodon, mastodon, $"{mastodon}, {facebook}");
        return new(
            $"shop-{number}", marker, Zone.Find(dice.OneOf("Europe/Paris", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "UTC"))!, day,
            new(dice.Between(5, 20), dice.OneOf(0, 15, 30, 59)), recipients, sources, dice.Happens(0.06) ? TimeSpan.FromMinutes(dice.Between(-10, 90)) : null);
    }

    private static Outage OutageOf(Dice dice, DateTimeOffset from, DateTimeOffset until)
    {
        var begins = from + ((until - from) * Dice.Share(dice.Next()));
        var resource = dice.OneOf("", "Runs", "Deliveries", "Due", "Clients", "Cursors", "Kpis", "digests", "digest/", "send/", "fetch/", "Suppressions", "Failures");
        return new(begins, begins.AddMinutes(dice.OneOf(2, 10, 45, 180)), resource, dice.OneOf(Fate.Unavailable, Fate.InternalError, Fate.LoseRequest, Fate.LoseAnswer, Fate.TooManyRequests));
    }
}
