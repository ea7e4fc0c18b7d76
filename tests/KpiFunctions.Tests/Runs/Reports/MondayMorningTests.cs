using System.Globalization;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;
using KpiFunctions.Tests.Runs.Digests;

namespace KpiFunctions.Tests.Runs.Reports;

/// <summary>A week in which much goes wrong, its remedies, and the week after.</summary>
public sealed class MondayMorningTests
{
    private static readonly DateTimeOffset NextMonday = Given.Monday.AddDays(7).AddHours(-1);
    private static readonly string[] Consultants = ["anne@agency.example", "omar@agency.example"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Each_consultant_reads_all_of_theirs_with_remedies_and_nothing_of_it_once_they_are_applied() => RunAsync(clients: 20, dead: 6, wrong: 4);

    [LongFact]
    public Task The_same_with_three_hundred_clients() => RunAsync(clients: 300, dead: 10, wrong: 10);

    private static async Task RunAsync(int clients, int dead, int wrong)
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1), new() { ["Agency:Address"] = "desk@agency.example" });
        for (var i = 0; i < dead; i++) test.Simulator.Faults.Add(new(FaultKind.ExpiredToken) { At = "facebook", Account = PageOf(i) });
        var (refused, hung, poisoned, broken) = (dead + wrong, dead + wrong + 1, dead + wrong + 2, dead + wrong + 3);
        test.Simulator.Faults.Add(new(FaultKind.BadRequest) { At = "sendgrid", Account = RecipientOf(refused) });
        test.Simulator.Faults.Add(new(FaultKind.DropConnection) { At = "sendgrid", Account = RecipientOf(hung) });
        for (var i = 0; i < clients; i++) await test.DropConfigAsync($"{IdOf(i)}.json", Config(i, i >= dead && i < dead + wrong));
        for (var i = broken; i < broken + 3; i++) await test.DropConfigAsync($"{IdOf(i)}.json", Config(i).Replace("awareness", "awarness", StringComparison.Ordinal));
        var poison = $$"""{"client":"{{IdOf(poisoned)}}","occurrence":"next week"}""";
        await test.Account.Queue(QueueNames.Digest).SendMessageAsync(MessageJson.Encode(poison), Token);
        await test.LeapToAsync(NextMonday);

        var mails = test.Simulator.SentToConsultants.Select(SentMail.Of).ToList();
        mails.Where(mail => Consultants.Contains(mail.To)).GroupBy(mail => (mail.To, mail.At)).ShouldAllBe(same => same.Count() == 1, "one at most for a consultant and a tick");
        foreach (var (consultant, rest) in Consultants.Select((consultant, i) => (consultant, i)))
        {
            var weekly = mails.Where(mail => mail.To == consultant && mail.At == NextMonday).ShouldHaveSingleItem();
            var theirs = Enumerable.Range(0, broken + 3).Where(i => i % 2 == rest).ToList();
            theirs.Where(i => !weekly.Text.Contains($"Client {IdOf(i)}", StringComparison.Ordinal)).ShouldBeEmpty($"{consultant} reads of all of theirs");
            Enumerable.Range(0, clients).Where(i => i % 2 != rest && weekly.Text.Contains($"Client {IdOf(i)}", StringComparison.Ordinal)).ShouldBeEmpty($"{consultant} reads of no other");
            LinesOf(weekly, "l’accès a expiré").ShouldBe(1, "the dead access is one line");
            LinesOf(weekly, "le compte est introuvable").ShouldBe(theirs.Count(i => i >= dead && i < dead + wrong), "a wrong account is one line each");
            weekly.Text.ShouldContain("meta-agency");

            // What has not changed is not told twice in between.
            mails.Count(mail => mail.To == consultant && mail.At < NextMonday && mail.Text.Contains("l’accès a expiré", StringComparison.Ordinal)).ShouldBe(1);
        }

        // The remedies.
        test.Simulator.Faults.Clear();
        for (var i = broken; i < broken + 3; i++) await test.DropConfigAsync($"{IdOf(i)}.json", Config(i) + "\n");
        for (var i = dead; i < dead + wrong; i++) await test.DropConfigAsync($"{IdOf(i)}.json", Config(i));
        await test.Get<JobFailureRecorder>().SucceededAsync(QueueNames.Digest, poison, Token);
        var before = test.Simulator.SentToConsultants.Count;
        await test.LeapToAsync(NextMonday.AddDays(7));

        var after = test.Simulator.SentToConsultants.Skip(before).Select(SentMail.Of).ToList();
        after.Select(mail => (mail.To, mail.At)).ShouldBe([.. Consultants.Append("desk@agency.example").Select(consultant => (consultant, NextMonday.AddDays(7)))], ignoreOrder: true);
        after.ShouldAllBe(mail => mail.Subject.StartsWith("Rien à faire", StringComparison.Ordinal));
        (await test.Get<AlertTable>().ReadAsync(null, Token)).ShouldBeEmpty();
    }

    private static int LinesOf(SentMail mail, string words) => mail.Text.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));

    private static string Config(int i, bool isWrong = false)
    {
        var config = Given.Client(IdOf(i), page: PageOf(i), recipients: $"\"{RecipientOf(i)}\"").Replace("studio@agency.example", Consultants[i % 2], StringComparison.Ordinal);
        return isWrong ? config.Replace("\"sources\": [ {", $"\"sources\": [ {{ \"type\": \"mastodon\", \"account\": \"{IdOf(i)}\" }}, {{", StringComparison.Ordinal) : config;
    }

    private static string IdOf(int i) => $"client-{i.ToString("D3", CultureInfo.InvariantCulture)}";

    private static string PageOf(int i) => $"201100000001{i.ToString("D3", CultureInfo.InvariantCulture)}";

    private static string RecipientOf(int i) => $"owner-{i.ToString("D3", CultureInfo.InvariantCulture)}@client.example";
}
