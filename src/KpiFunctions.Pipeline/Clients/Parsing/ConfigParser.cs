using System.Globalization;
using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads a client's config and names every problem at once, each with its line, field and likely fix. Pure.</summary>
/// <param name="sources">What each type of source can give.</param>
/// <param name="kinds">What each kind of objective is measured by.</param>
public sealed class ConfigParser(IReadOnlyDictionary<string, SourceTraits> sources, IReadOnlyList<ObjectiveTraits> kinds)
{
    /// <summary>The largest config, in bytes: it is kept in one column.</summary>
    public const int LargestFile = 60 * 1024;

    /// <summary>Two zones are as far apart as the season has them: a week of each half of the year.</summary>
    private static readonly IsoWeek[] SeasonalWeeks = [IsoWeek.Parse("2026-W03"), IsoWeek.Parse("2026-W29")];

    /// <summary>Reads a file.</summary>
    /// <param name="fileName">Its name, which has to be the client's id and <c>.json</c>.</param>
    /// <param name="today">Targets dated before this day are reported as warnings.</param>
    public ConfigVerdict Parse(string fileName, ReadOnlyMemory<byte> json, DateOnly today)
    {
        var problems = new List<ConfigProblem>();
        var config = Read(fileName, json, today, problems);
        return new(
            fileName,
            problems.Any(problem => problem.Severity == Severity.Error) ? null : config,
            [.. problems.Select(problem => problem with { File = fileName }).OrderBy(problem => problem.At.Line).ThenBy(problem => problem.At.Column)]);
    }

    /// <summary>Reads a config again that was accepted before.</summary>
    /// <returns>Null where it would be refused now, because the rules have changed since.</returns>
    public ClientConfig? ParseAccepted(string fileName, ReadOnlyMemory<byte> json) => Parse(fileName, json, DateOnly.MinValue).Config;

    private ClientConfig? Read(string fileName, ReadOnlyMemory<byte> json, DateOnly today, List<ConfigProblem> problems)
    {
        if (json.Length > LargestFile)
        {
            problems.Add(new(Severity.Error, new(1, 1), "", $"{json.Length} bytes", $"are too many; a config has at most {LargestFile}", null));
            return null;
        }

        var (value, problem) = LocatedJsonReader.Read(json);
        if (problem is not null) problems.Add(problem);
        if (value is null) return null;
        if (value is not LocatedObject root)
        {
            problems.Add(new(Severity.Error, value.At, "", value.Found, "is not an object; a config is one { }", null));
            return null;
        }

        var file = new ConfigReader(root, "", problems, ClientFields.All.Names);
        var id = ReadId(file, fileName);
        var name = file.Text(ClientFields.Name);
        var language = file.Choice(ClientFields.Language);
        var digest = file.Object(ClientFields.Digest);
        var schedule = ReadSchedule(file, digest);
        var country = ReadCountry(file);
        var settling = SettlingReader.Read(digest);
        var consultants = ConsultantsReader.Read(file);
        var recipients = ReadRecipients(file, language);
        var replyTo = file.Email(ClientFields.ReplyTo);
        var brand = ReadBrand(file);
        var accounts = new SourcesReader(sources).Read(file);
        var objectives = new ObjectivesReader(sources, kinds, today, new(language)).Read(file, accounts);
        var byLanguage = ReadFurtherLanguages(root, language, recipients, accounts, problems);
        var (actions, plan, costs) = new WorkReader(file, accounts, objectives).Read();
        var adviceOff = ReadAdviceOff(file);
        var auditDays = (int)(file.Number(ClientFields.AuditDays) ?? ClientConfig.UsualAuditDays);
        var showsAgencyAdvice = digest?.OneOf(DigestFields.AgencyAdvice) ?? false;
        var showsMoneyInSubject = digest?.OneOf(DigestFields.Subject) ?? false;
        if (schedule is not null) WarnOfSettling(file, schedule, accounts);

        return problems.Any(found => found.Severity == Severity.Error) ? null : new ClientConfig
        {
            Id = id!,
            Name = name!,
            Language = language!,
            Schedule = schedule!,
            Country = country,
            Settling = settling,
            Recipients = recipients,
            Consultant = consultants[0],
            FurtherConsultants = consultants[1..],
            ReplyTo = replyTo ?? consultants[0].Email,
            RepliesToConsultants = replyTo is null,
            Brand = brand,
            Sources = accounts,
            Networks = Network.Of(sources.Values),
            Objectives = objectives,
            ObjectivesByLanguage = byLanguage,
            Actions = actions,
            PostingPlan = plan,
            Costs = costs,
            AdviceOff = adviceOff,
            ShowsAgencyAdvice = showsAgencyAdvice,
            ShowsMoneyInSubject = showsMoneyInSubject,
            AuditDays = auditDays,
        };
    }

    /// <summary>The objectives with the names that their readers in other languages see. Only a mistake in such a name was not reported before.</summary>
    private Dictionary<string, IReadOnlyList<ObjectiveConfig>> ReadFurtherLanguages(LocatedObject root, string? own, List<Recipient> recipients, IReadOnlyList<SourceConfig> accounts, List<ConfigProblem> problems)
    {
        var found = new Dictionary<string, IReadOnlyList<ObjectiveConfig>>(StringComparer.Ordinal);
        foreach (var language in recipients.Select(recipient => recipient.Language).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var again = new List<ConfigProblem>();
            found[language] = new ObjectivesReader(sources, kinds, DateOnly.MinValue, new(own, language)).Read(new ConfigReader(root, "", again, ClientFields.All.Names), accounts);
            problems.AddRange(again.Except(problems));
        }

        return found;
    }

    private static string? ReadId(ConfigReader file, string fileName)
    {
        if (file.Text(ClientFields.Id) is not { } id) return null;
        if (fileName != id + ".json")
            file.Error(file.Value(ClientFields.Id)!.At, file.FieldPath(ClientFields.Id), $"\"{id}\"", $"differs from the file's name, {fileName}", $"name the file {id}.json");
        return id;
    }

    private static DigestSchedule? ReadSchedule(ConfigReader file, ConfigReader? digest)
    {
        var zone = ReadZone(file);
        var day = digest?.OneOf(DigestFields.Day);
        var time = digest?.Text(DigestFields.Time) is { } text ? TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture) : (TimeOnly?)null;
        return zone is not null && day is { } weekday && time is { } clock ? new(weekday, clock, zone) : null;
    }

    private static Zone? ReadZone(ConfigReader file)
    {
        if (file.Text(ClientFields.TimeZone) is not { } id) return null;
        if (Zone.Find(id) is { } zone) return zone;
        file.Error(
            file.Value(ClientFields.TimeZone)!.At, file.FieldPath(ClientFields.TimeZone), $"\"{id}\"",
            "is not a zone of the tz database, such as Europe/Paris", HintForZone(id));
        return null;
    }

    /// <summary>An offset has no near zone: GMT+0 is one letter away from GMT+1, and another offset.</summary>
    private static string? HintForZone(string id) => id.Any(char.IsAsciiDigit) ? "write a place such as Europe/Paris, whose clocks change with the season" : Names.DidYouMean(id, Zone.Ids.Where(zone => !zone.Any(char.IsAsciiDigit)));

    private static string? ReadCountry(ConfigReader file)
    {
        if (file.Text(ClientFields.Country) is not { } code) return null;
        if (Zone.AllCountries.Contains(code)) return code;
        file.Error(
            file.Value(ClientFields.Country)!.At, file.FieldPath(ClientFields.Country), $"\"{code}\"",
            "is no country of ISO 3166-1", code == "UK" ? "write \"GB\"" : "write its two capitals, such as FR or BE");
        return null;
    }

    private static List<Recipient> ReadRecipients(ConfigReader file, string? own)
    {
        var recipients = new List<Recipient>();
        foreach (var (item, path) in file.List(ClientFields.Recipients))
        {
            var entry = item is LocatedObject ? file.ObjectOf(item, path, RecipientFields.All) : null;
            var email = entry is not null ? entry.Email(RecipientFields.Email) : file.EmailOf(item, path);
            var (name, language) = (entry?.Text(RecipientFields.Name), entry?.Choice(RecipientFields.Language));
            if (email is null) continue;
            if (recipients.Any(known => string.Equals(known.Email, email, StringComparison.OrdinalIgnoreCase)))
                file.Warn(item.At, path, $"\"{email}\"", "stands here twice; it gets one mail", null);
            else
                recipients.Add(new(email, name) { Language = language == own ? null : language });
        }

        return recipients;
    }

    private static List<string> ReadAdviceOff(ConfigReader file) => file.Object(ClientFields.Advice) is not { } advice ? []
        : [.. advice.List(AdviceFields.Off).Select(entry => advice.ChoiceOf(entry.Item, entry.Path, (ChoiceShape)AdviceFields.Off.Shape.Item)).OfType<string>()];

    private static Brand ReadBrand(ConfigReader file) => file.Object(ClientFields.Brand) is { } brand ? BrandReader.Read(brand) with { Id = brand.Text(BrandFields.Id) } : new();

    /// <summary>A digest that goes out before its week has settled is marked provisional, which the consultant may not have meant.</summary>
    private void WarnOfSettling(ConfigReader file, DigestSchedule schedule, IReadOnlyList<SourceConfig> accounts)
    {
        foreach (var source in accounts.Where(source => sources[source.Type].IsFetched))
        {
            var early = SeasonalWeeks.Select(week => (schedule.In(week).DueAt, Settled: SettledAt(week))).Where(week => week.DueAt < week.Settled).ToList();
            if (early.Count == 0) continue;
            var settled = schedule.Zone.ClockAt(early[0].Settled);
            file.Warn(
                file.PlaceOf(ClientFields.Digest), file.FieldPath(ClientFields.Digest), null,
                $"{source.Name} may still change the week's last figures then: they will be marked provisional",
                $"they are final on {settled.DayOfWeek.ToString().ToLowerInvariant()} at {settled:HH:mm}");

            DateTimeOffset SettledAt(IsoWeek week) => (sources[source.Type].Zone ?? schedule.Zone).StartOf(week.Monday) + sources[source.Type].SettlesAfter;
        }
    }
}
