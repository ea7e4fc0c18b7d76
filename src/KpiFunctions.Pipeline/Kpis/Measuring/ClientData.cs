using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Periods.Calendars;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>
/// A client's history by account, in the config's order. What is stored of accounts that the config no longer names
/// is left out.
/// </summary>
internal sealed class ClientData
{
    private readonly Lazy<ClientData> withEarlierYears;

    public ClientData(ClientConfig client, ClientHistory history)
    {
        Client = client;
        Calendar = client.Calendar;
        withEarlierYears = new(() => history.Earlier.Count == 0 ? this : new(client, history with
        {
            Readings = [.. history.Earlier.SelectMany(stretch => stretch.Readings), .. history.Readings],
            Posts = [.. history.Earlier.SelectMany(stretch => stretch.Posts), .. history.Posts],
            Earlier = [],
        }));
        Accounts = [.. client.Sources.DistinctBy(source => source.Ref).Select(source => new AccountData(source, history, client.Schedule.Zone, Log))];
        FirstWeek = IsoWeek.Of(history.Days.First);
        ReadAgain = history.Accounts.Where(account => account.ReadAgainAt is not null)
            .ToDictionary(account => account.Account, account => client.Schedule.Zone.DayAt(account.ReadAgainAt!.Value));
    }

    /// <summary>The same client with other views of its accounts.</summary>
    private ClientData(ClientData today, IReadOnlyList<AccountData> accounts, IsoWeek reported)
    {
        (Client, Calendar, Accounts, FirstWeek, ReadAgain, Log, Traffic) = (today.Client, today.Calendar, accounts, today.FirstWeek, today.ReadAgain, today.Log, today.Traffic);
        withEarlierYears = new(() => ReferenceEquals(today.WithEarlierYears, today) ? this : today.WithEarlierYears.AsReported(reported));
    }

    /// <summary>The client as its weeks can be compared with a reported one: posts have the figures that their week was first reported with.</summary>
    /// <returns>Itself where no account's posts go on growing.</returns>
    public ClientData AsReported(IsoWeek reported)
    {
        IReadOnlyList<AccountData> accounts = [.. Accounts.Select(account => account.AsReported(reported))];
        return accounts.SequenceEqual(Accounts) ? this : new(this, accounts, reported);
    }

    public IReadOnlyList<AccountData> Accounts { get; }

    public InputLog Log { get; } = new();

    /// <summary>Each week's visits, as far as they were asked for.</summary>
    public Dictionary<IsoWeek, WeekTraffic> Traffic { get; } = [];

    public ClientConfig Client { get; }

    /// <summary>The holidays by which weeks are compared with those of earlier years.</summary>
    public HolidayCalendar Calendar { get; }

    /// <summary>
    /// The same with what was read of earlier years. Figures of the week are not taken from it: what was delivered long ago
    /// says nothing of what is.
    /// </summary>
    public ClientData WithEarlierYears => withEarlierYears.Value;

    /// <summary>Per account whose exports were all read again, the day on which that changed stored figures.</summary>
    public IReadOnlyDictionary<AccountRef, DateOnly> ReadAgain { get; }

    /// <summary>The first week of which something was read.</summary>
    public IsoWeek FirstWeek { get; }

    /// <summary>
    /// Why no account delivers something: an account of which nothing was ever stored may be the one that does.
    /// </summary>
    public Gap NobodyDelivers => Accounts.Any(account => account.HasNothing) ? Gap.NoData : Gap.NotDelivered;

    public AccountData Of(AccountRef account) => Accounts.Single(each => each.Ref == account);

    public IReadOnlyList<AccountWeek> In(IsoWeek week) => [.. Accounts.Select(account => account.In(week))];

    public IReadOnlyList<AccountData> Where(Func<AccountData, bool> delivers) => [.. Accounts.Where(delivers)];

    /// <summary>A count of one week over every account that delivers it.</summary>
    public Amount Total(IsoWeek week, CountMetric metric) => Total(week, _ => metric);

    /// <summary>A count of one week over every account that delivers it, where accounts count it in different metrics.</summary>
    public Amount Total(IsoWeek week, Func<AccountWeek, CountMetric> metricOf) =>
        Total(In(week).Where(account => account.Delivers(metricOf(account))).Select(account => account.Sum(metricOf(account))));

    /// <inheritdoc cref="Total(IsoWeek, CountMetric)"/>
    /// <returns>The sum and its currency; a gap where the accounts' currencies differ.</returns>
    public (Amount Amount, string? Currency) Total(IsoWeek week, MoneyMetric metric)
    {
        var parts = In(week).Where(account => account.Delivers(metric)).Select(account => account.Sum(metric)).ToList();
        var currencies = parts.Where(p => p.Amount.Value is not null).Select(p => p.Currency).Distinct().ToList();
        return currencies.Count > 1
            ? (Amount.Missing(Gap.MixedCurrencies), null)
            : (Total(parts.Select(p => p.Amount)), currencies.FirstOrDefault());
    }

    private Amount Total(IEnumerable<Amount> parts) =>
        parts.ToList() is { Count: > 0 } some ? Amount.AddUp(some) : Amount.Missing(NobodyDelivers);
}
