using System.Globalization;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients;

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
    /// <param name="today">Targets whose day has passed are told.</param>
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

        var file = new ConfigReader(root, "", problems, ConfigShape.Client);
        var id = ReadId(file, fileName);
        var name = file.Text("name", required: true);
        var language = ReadLanguage(file);
        var digest = file.Object("digest", ConfigShape.Digest, required: true);
        var schedule = ReadSchedule(file, digest);
        var settling = SettlingReader.Read(digest);
        var consultant = file.Object("consultant", ConfigShape.Consultant, required: true);
        var (consultantName, consultantEmail) = (consultant?.Text("name", required: true), consultant?.Email("email", required: true));
        var recipients = ReadRecipients(file);
        var replyTo = file.Email("replyTo") ?? consultantEmail;
        var brand = ReadBrand(file);
        var accounts = new SourcesReader(sources).Read(file);
        var objectives = new ObjectivesReader(sources, kinds, today, language).Read(file, accounts);
        var (actions, plan, costs) = new WorkReader(file, accounts, objectives).Read();
        var adviceOff = ReadAdviceOff(file);
        if (schedule is not null) WarnOfSettling(file, schedule, accounts);

        return problems.Any(found => found.Severity == Severity.Error) ? null : new ClientConfig
        {
            Id = id!,
            Name = name!,
            Language = language!,
            Schedule = schedule!,
            Settling = settling,
            Recipients = recipients,
            Consultant = new(consultantName!, consultantEmail!),
            ReplyTo = replyTo!,
            Brand = brand,
            Sources = accounts,
            Objectives = objectives,
            Actions = actions,
            PostingPlan = plan,
            Costs = costs,
            AdviceOff = adviceOff,
        };
    }

    private static string? ReadId(ConfigReader file, string fileName)
    {
        if (file.Text("id", required: true) is not { } id) return null;
        if (!ConfigShape.IsId(id))
        {
            file.Error(file.Value("id")!.At, "id", $"\"{id}\"", ConfigShape.IdRule, null);
            return null;
        }

        if (fileName != id + ".json")
            file.Error(file.Value("id")!.At, "id", $"\"{id}\"", $"differs from the file's name, {fileName}", $"name the file {id}.json");
        return id;
    }

    private static string? ReadLanguage(ConfigReader file)
    {
        if (file.Text("language", required: true) is not { } language) return null;
        if (ConfigShape.Languages.Contains(language)) return language;
        file.Error(file.Value("language")!.At, "language", $"\"{language}\"", $"is not known; allowed: {string.Join(", ", ConfigShape.Languages)}", Names.DidYouMean(language, ConfigShape.Languages));
        return null;
    }

    private static DigestSchedule? ReadSchedule(ConfigReader file, ConfigReader? digest)
    {
        var zone = ReadZone(file);
        var day = digest?.OneOf("day", ConfigShape.Days, required: true);
        TimeOnly? time = null;
        if (digest?.Text("time", required: true) is { } text)
        {
            if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)) time = parsed;
            else digest.Error(digest.Value("time")!.At, "digest.time", $"\"{text}\"", "is not a time of day", "write it like 08:30");
        }

        return zone is not null && day is { } weekday && time is { } clock ? new(weekday, clock, zone) : null;
    }

    private static Zone? ReadZone(ConfigReader file)
    {
        if (file.Text("timeZone", required: true) is not { } id) return null;
        if (Zone.Find(id) is { } zone) return zone;
        file.Error(file.Value("timeZone")!.At, "timeZone", $"\"{id}\"", "is not a zone of the tz database, such as Europe/Paris", Names.DidYouMean(id, Zone.Ids));
        return null;
    }

    private static List<Recipient> ReadRecipients(ConfigReader file)
    {
        var recipients = new List<Recipient>();
        foreach (var (item, i) in file.List("recipients", required: true).Select((item, i) => (item, i)))
        {
            var path = $"recipients[{i}]";
            var entry = item is LocatedObject ? file.ObjectOf(item, path, ConfigShape.Recipient) : null;
            var email = entry is not null ? entry.Email("email", required: true) : file.EmailOf(item, path);
            var name = entry?.Text("name");
            if (email is null) continue;
            if (recipients.Any(known => string.Equals(known.Email, email, StringComparison.OrdinalIgnoreCase)))
                file.Warn(item.At, path, $"\"{email}\"", "stands here twice; it gets one mail", null);
            else
                recipients.Add(new(email, name));
        }

        return recipients;
    }

    private static List<string> ReadAdviceOff(ConfigReader file)
    {
        if (file.Object("advice", ConfigShape.Advice) is not { } advice) return [];
        var off = new List<string>();
        foreach (var (item, i) in advice.List("off").Select((item, i) => (item, i)))
        {
            var path = $"{advice.FieldPath("off")}[{i}]";
            if (advice.TextOf(item, path) is not { } key) continue;
            if (AdviceCatalog.Keys.Contains(key)) off.Add(key);
            else advice.Error(item.At, path, $"\"{key}\"", $"is no rule of advice; there are {string.Join(", ", AdviceCatalog.Keys)}", Names.DidYouMean(key, AdviceCatalog.Keys));
        }

        return off;
    }

    private static Brand ReadBrand(ConfigReader file)
    {
        if (file.Object("brand", ConfigShape.Brand) is not { } brand) return new();
        var id = brand.Text("id");
        if (id is not null && !ConfigShape.IsId(id)) brand.Error(brand.Value("id")!.At, brand.FieldPath("id"), $"\"{id}\"", ConfigShape.IdRule, null);
        return BrandReader.Read(brand) with { Id = id };
    }

    /// <summary>A digest that goes out before its week has settled is marked provisional, which the consultant may not have meant.</summary>
    private void WarnOfSettling(ConfigReader file, DigestSchedule schedule, IReadOnlyList<SourceConfig> accounts)
    {
        foreach (var source in accounts.Where(source => sources[source.Type].IsFetched))
        {
            var early = SeasonalWeeks.Select(week => (schedule.In(week).DueAt, Settled: SettledAt(week))).Where(week => week.DueAt < week.Settled).ToList();
            if (early.Count == 0) continue;
            var settled = schedule.Zone.ClockAt(early[0].Settled);
            file.Warn(
                file.PlaceOf("digest"), "digest", null,
                $"{source.Name} may still change the week's last figures then: they will be marked provisional",
                $"they are final on {settled.DayOfWeek.ToString().ToLowerInvariant()} at {settled:HH:mm}");

            DateTimeOffset SettledAt(IsoWeek week) => (sources[source.Type].Zone ?? schedule.Zone).StartOf(week.Monday) + sources[source.Type].SettlesAfter;
        }
    }
}
