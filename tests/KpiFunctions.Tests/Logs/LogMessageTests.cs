using KpiFunctions.Pipeline.Delivery;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Tests.Logs;

public sealed class LogMessageTests
{
    /// <summary>What no log may hold, as part of a parameter's name.</summary>
    private static readonly string[] Forbidden = ["address", "mail", "recipient", "secret", "token", "password", "content", "body"];

    private static readonly List<DocumentedMessage> Documented = DocumentedMessage.Read(Repository.PathOf("docs", "logs.md"));

    [Fact]
    public void No_message_is_given_an_address_a_recipient_or_a_secret()
    {
        // Counts of mails hold nobody's address.
        var suspicious =
            from message in LogMessage.All
            from parameter in message.Parameters
            where parameter != "mails" && Forbidden.Any(word => parameter.Contains(word, StringComparison.OrdinalIgnoreCase))
            select $"{message.Category} {message.Id}: {parameter}";
        suspicious.ShouldBeEmpty();
    }

    [Fact]
    public void Event_ids_are_unique_in_their_class() =>
        LogMessage.All.GroupBy(message => (message.Category, message.Id)).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();

    [Fact]
    public void Messages_name_their_client() =>
        LogMessage.All
            .Where(message => message.Category.StartsWith("KpiFunctions.Pipeline.Runs.Digests", StringComparison.Ordinal)
                || message.Category.StartsWith("KpiFunctions.Pipeline.Runs.Fetching", StringComparison.Ordinal)
                || message.Category.StartsWith("KpiFunctions.Pipeline.Delivery", StringComparison.Ordinal))
            .Where(message => !message.Parameters.Contains("client"))
            .Select(message => message.Name)
            .ShouldBe(
                ["Sent", "VersionEnds", "DueMessagesSent", .. Standstills.Declared.Select(standstill => standstill.Name)],
                ignoreOrder: true,
                "only counts over all clients, an API's end and what stops all mail are about no client");

    /// <summary>Commands and alerts name a digest by the week that it reports, and not by the one in which it is due.</summary>
    [Fact]
    public void Messages_about_a_digest_name_the_week_that_it_reports() =>
        LogMessage.All.Where(message => message.Category.EndsWith("DigestOrchestrator", StringComparison.Ordinal) || message.Category.EndsWith("DigestPlanner", StringComparison.Ordinal))
            .Where(message => message.Template.Contains("{Occurrence}", StringComparison.Ordinal) && !message.Template.Contains("which reports {Week}", StringComparison.Ordinal))
            .Select(message => message.Name).ShouldBeEmpty();

    [Fact]
    public void What_stops_all_mail_is_declared_once_and_is_all_that_is_critical()
    {
        LogMessage.All.Where(message => message.Level == LogLevel.Critical).Select(message => (message.Id, message.Name))
            .ShouldBe(Standstills.Declared.Select(standstill => (standstill.Id, standstill.Name)), ignoreOrder: true);
        foreach (var standstill in Standstills.Declared)
            LogMessage.All.Single(message => message.Level == LogLevel.Critical && message.Id == standstill.Id).Template.ShouldStartWith($"{standstill.Code}: ");
    }

    [Fact]
    public void The_page_has_every_message_with_its_level_and_template() =>
        LogMessage.All.Select(message => new DocumentedMessage(message.Category, message.Id, message.Level, message.Template).ToString()).Order(StringComparer.Ordinal)
            .ShouldBe(Documented.Select(message => message.ToString()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_says_of_every_message_when_it_comes_and_what_to_do() =>
        File.ReadAllLines(Repository.PathOf("docs", "logs.md")).Where(DocumentedMessage.IsRow)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length != 7 || cells[4].Length == 0 || cells[5].Length == 0)
            .Select(cells => string.Join(" | ", cells))
            .ShouldBeEmpty();

    /// <summary>A row of the page: <c>| id | level | `template` | when | what to do |</c> under its class's heading.</summary>
    private sealed record DocumentedMessage(string Category, int Id, LogLevel Level, string Template)
    {
        public static bool IsRow(string line) => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]);

        public static List<DocumentedMessage> Read(string path)
        {
            var (messages, category) = (new List<DocumentedMessage>(), "");
            foreach (var line in File.ReadAllLines(path))
            {
                if (line.StartsWith("## `", StringComparison.Ordinal)) category = line.Trim('#', ' ', '`');
                if (!IsRow(line)) continue;
                var cells = line.Split('|', StringSplitOptions.TrimEntries);
                messages.Add(new(category, int.Parse(cells[1]), Enum.Parse<LogLevel>(cells[2]), cells[3].Trim('`')));
            }

            return messages;
        }
    }
}
