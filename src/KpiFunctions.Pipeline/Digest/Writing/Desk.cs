using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Pictures;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>What every block is written with: the reader's language, the client, the week, how long lists may be, and what else goes in.</summary>
internal sealed record Desk(Language Language, ClientConfig Client, IsoWeek Week, Limits Limits, Edition Edition)
{
    private const int NameLength = 60;

    /// <summary>What the week's figures were made from, for the page; null where that is not known.</summary>
    public WeekTrace? Trace { get; init; }

    /// <summary>The pictures that blocks have asked for, by content id.</summary>
    public Dictionary<string, PathChart> Pictures { get; } = [];

    /// <summary>What was written, with its data, in the order of writing.</summary>
    public List<Sentence> Sentences { get; } = [];

    /// <summary>What is being written about (<see cref="Sentence.About"/>).</summary>
    public string About { get; private init; } = "";

    /// <summary>The same desk, for an objective.</summary>
    public Desk On(ObjectiveConfig objective) => this with { About = objective.Key };

    /// <summary>The same desk, for one of an objective's figures.</summary>
    public Desk On(ObjectiveConfig objective, Kpi kpi)
    {
        var name = kpi.NameIn(objective);
        return this with { About = $"{name.Objective}/{name.Kpi}/{name.Account}" };
    }

    /// <summary>Writes a sentence from its data.</summary>
    /// <inheritdoc cref="Language.Text"/>
    public string Say(string key, params IReadOnlyList<Datum> data) => Said(key, Language.Text(key, Written(data)), data);

    /// <summary>Writes a sentence about a whole number of things, which it calls <c>{n}</c>.</summary>
    /// <inheritdoc cref="Language.Text"/>
    public string SayCount(string key, double number, params IReadOnlyList<Datum> data)
    {
        IReadOnlyList<Datum> all = [new("n", Language.Numbers.Integer(number)) { Number = number }, .. data];
        return Said(key, Language.Plural(key, Math.Round(number), Written(all)), all);
    }

    /// <summary>Writes a sentence in the form that a number asks for.</summary>
    /// <inheritdoc cref="Language.Plural"/>
    public string SayPlural(string key, double number, params IReadOnlyList<Datum> data) => Said(key, Language.Plural(key, number, Written(data)), data);

    private string Said(string key, string text, IReadOnlyList<Datum> data)
    {
        // The only post of a week is not called "1": a form may leave out what another says.
        Sentences.Add(new(About, key, text, data.All(IsTold) ? data : [.. data.Select(datum => IsTold(datum) ? datum : datum with { Written = null })]));
        return text;

        bool IsTold(Datum datum) => datum.Written is not { } written || text.Contains(written, StringComparison.Ordinal);
    }

    private static (string Name, string Value)[] Written(IReadOnlyList<Datum> data) =>
        [.. data.Where(datum => datum.Written is not null).Select(datum => (datum.Name, datum.Written!))];

    /// <summary>A name that people wrote, as one line of ours.</summary>
    public static string Name(string raw) => SafeText.Line(raw, NameLength);

    /// <summary>What the client's config calls an account; its platform's key where the config no longer has it.</summary>
    public string AccountName(AccountRef account) =>
        Name(Client.Sources.FirstOrDefault(source => source.Ref == account)?.Name ?? account.Source);

    /// <summary>The name of an objective's place on the page.</summary>
    public static string Anchor(ObjectiveConfig objective) =>
        string.Concat(objective.Key.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-'));

    /// <summary>A figure's name, with its account where it is of one.</summary>
    public string NameOf(Kpi kpi) =>
        kpi.Account is { } account ? Language.Text("name.with-account", ("name", NameWithoutAccount(kpi)), ("account", AccountName(account))) : NameWithoutAccount(kpi);

    /// <summary>A figure's name alone.</summary>
    public string NameWithoutAccount(Kpi kpi) => kpi.Custom is { } custom ? Name(custom.Name) : Language.Text($"name.{kpi.Traits.Name}");

    /// <summary>An account's name as a sentence cites it.</summary>
    public Datum Account(string name, AccountRef account) => Datum.Named(name, AccountName(account));

    public string ObjectiveName(ObjectiveConfig objective) => objective.Name is { } name
        ? Name(name)
        : objective.Kind == ObjectiveKind.Custom ? Name(objective.Key) : Language.Text($"objective.{objective.Kind}");

    /// <summary>The first of them, and a word for the rest.</summary>
    public (IReadOnlyList<T> Items, string? More) Cut<T>(IReadOnlyList<T> all, int most) => all.Count <= most
        ? (all, null)
        : ([.. all.Take(most)], More(all.Count, most));

    private string More(int all, int shown)
    {
        var more = SayCount("more", all - shown, Datum.Unsaid("all", all), Datum.Unsaid("shown", shown));
        return Edition.Page is null || Limits.IsPage ? more : Say("more.page", Datum.Part("more", more));
    }

    /// <summary>A titled list; null where there is nothing to list.</summary>
    public ListModel<TModel>? ListOf<T, TModel>(string titleKey, IReadOnlyList<T> all, int most, Func<T, TModel> write)
    {
        if (all.Count == 0) return null;
        var (items, more) = Cut(all, most);
        return new(Say(titleKey, Datum.Unsaid("all", all.Count)), [.. items.Select(write)], more);
    }
}

/// <summary>How many items each list of a digest holds; the rest is counted.</summary>
internal sealed record Limits(int Objectives, int Kpis, int Explaining, int Posts, int Traffic, int Referrers, int Actions, int Notes, bool HasSparks, bool IsPage = false)
{
    /// <summary>The page has room for all.</summary>
    public static readonly Limits Page = new(200, 200, 200, 50, 200, 100, 100, 200, true, IsPage: true);

    /// <summary>From the usual one, which a reader goes through in a minute, to one that fits whatever a client declares.</summary>
    public static readonly IReadOnlyList<Limits> Steps =
    [
        new(20, 6, 6, 3, 6, 3, 6, 15, true),
        new(20, 5, 4, 2, 5, 3, 3, 10, true),
        new(20, 3, 3, 1, 4, 0, 1, 8, true),
        new(12, 3, 2, 1, 3, 0, 1, 6, true),
        new(8, 3, 2, 1, 3, 0, 1, 6, false),
    ];
}
