using System.Globalization;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;
using KpiFunctions.Tests.Runs.Digests;

namespace KpiFunctions.Tests.Runs.Reports;

/// <summary>A week in which much goes wrong, its remedies, and the week after.</summary>
public sealed class MondayMorningTests
{
    private static readonly DateTimeOffset Due = ActingPipeline.Due;
    private static readonly DateTimeOffset NextMonday = Given.Monday.AddDays(7).AddHours(-1);
    private static readonly string[] Consultants = ["anne@agency.example", "omar@agency.example"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Each_consultant_reads_all_of_theirs_with_remedies_and_nothing_of_it_once_they_are_applied() => RunAsync(clients: 20, dead: 6, wrong: 4);

    [FullFact]
    public Task The_same_with_three_hundred_clients() => RunAsync(clients: 300, dead: 10, wrong: 10);

    private static async Task RunAsync(int clients, int dead, int wrong)
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1), new() { ["Agency:Address"] = "desk@agency.example", [PublicAddress.Setting] = "https://kpi.example" });
        for (var i = 0; i < dead; i++) test.Simulator.Faults.Add(new(FaultKind.ExpiredToken) { At = "facebook", Account = PageOf(i) });
        var (refused, hung, poisoned, broken, reviewed) = (dead + wrong, dead + wrong + 1, dead + wrong + 2, dead + wrong + 3, dead + wrong + 6);
        test.Simulator.Faults.Add(new(FaultKind.BadRequest) { At = "sendgrid", Account = RecipientOf(refused) });
        test.Simulator.Faults.Add(new(FaultKind.DropConnection) { At = "sendgrid", Account = RecipientOf(hung) });
        for (var i = 0; i < clients; i++) await test.DropConfigAsync($"{IdOf(i)}.json", Config(i, isWrong: i >= dead && i < dead + wrong, isReviewed: i == reviewed));
        for (var i = broken; i < broken + 3; i++) await test.DropConfigAsync($"{IdOf(i)}.json", Config(i).Replace("awareness", "awarness", StringComparison.Ordinal));
        var poison = $$"""{"client":"{{IdOf(poisoned)}}","occurrence":"next week"}""";
        await test.Account.Queue(QueueNames.Digest).SendMessageAsync(MessageJson.Encode(poison), Token);

        // Without a figure, or without an approval, nothing leaves, and who has to decide is told at once.
        await test.LeapToAsync(Due.AddHours(1));
        var atOnce = test.Simulator.SentToConsultants.Select(SentMail.Of).Where(mail => Consultants.Contains(mail.To)).ToList();
        List<int> held = [.. Enumerable.Range(0, dead), reviewed];
        held.Where(i => !atOnce.Any(mail => mail.To == Consultants[i % 2] && mail.At <= Due.AddMinutes(45) && mail.Text.Contains($"Client {IdOf(i)}", StringComparison.Ordinal))).ShouldBeEmpty();
        foreach (var i in held) RecipientsOf(test).ShouldNotContain(RecipientOf(i));
        await FollowAsync(test, atOnce, reviewed, ActionNames.Approve);
        await test.LeapToAsync(Due.AddHours(23));
        RecipientsOf(test).ShouldContain(RecipientOf(reviewed));
        for (var i = 0; i < dead; i++) RecipientsOf(test).ShouldNotContain(RecipientOf(i));
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
        foreach (var i in Enumerable.Range(dead, wrong).Append(reviewed)) await test.DropConfigAsync($"{IdOf(i)}.json", Config(i));
        foreach (var i in new[] { refused, hung })
        {
            var had = RecipientsOf(test).Count(recipient => recipient == RecipientOf(i));
            await FollowAsync(test, [.. mails.Where(mail => mail.At == NextMonday)], i, ActionNames.Send);
            await test.Pipeline.Host.DrainAsync(Token);
            RecipientsOf(test).Count(recipient => recipient == RecipientOf(i)).ShouldBe(had + 1);
        }

        var replayed = await test.Get<ActionRunner>().RunAsync(new(ActionNames.Replay, IdOf(poisoned)), new(Instruction.NewId(), "Marie", Instruction.Command, test.Clock.GetUtcNow()), Token);
        replayed.Outcome.ShouldBe(ActionOutcome.AlreadyDone, "its message names no week: it can do nothing");
        var before = test.Simulator.SentToConsultants.Count;
        await test.LeapToAsync(NextMonday.AddDays(7));

        var after = test.Simulator.SentToConsultants.Skip(before).Select(SentMail.Of).ToList();
        after.Select(mail => (mail.To, mail.At)).ShouldBe([.. Consultants.Append("desk@agency.example").Select(consultant => (consultant, NextMonday.AddDays(7)))], ignoreOrder: true);
        after.ShouldAllBe(mail => mail.Subject.StartsWith("Rien à faire", StringComparison.Ordinal));
        (await test.Get<AlertTable>().ReadAsync(null, Token)).ShouldBeEmpty();
    }

    private static IReadOnlyList<string> RecipientsOf(TestPipeline test) => [.. test.Simulator.Sent.Select(mail => mail.To.Single())];

    /// <summary>Does what a mail offers about a client: opens the link, and posts the form of its page.</summary>
    private static async Task FollowAsync(TestPipeline test, IReadOnlyList<SentMail> mails, int client, string action)
    {
        foreach (var address in mails.Where(mail => mail.To == Consultants[client % 2]).SelectMany(mail => mail.Page.Links).Select(link => link.GetAttribute("href")!))
        {
            var token = address.Split('/')[^1];
            if ((await test.Get<ActionLinks>().ReadAsync(token, Token)).Link is not { } link || link.Client != IdOf(client) || link.Action != action) continue;
            (await test.Jobs.AnswerAsync("Act", "GET", token, Token)).Body.ShouldContain("<form");
            var reply = await test.Jobs.PostAsync("Act", token, $"token={Uri.EscapeDataString(token)}", Token);
            reply.Status.ShouldBe(200);
            reply.Body.ShouldNotContain("<form");
            return;
        }

        throw new InvalidOperationException($"No mail has a link to {action} {IdOf(client)}.");
    }

    private static int LinesOf(SentMail mail, string words) => mail.Text.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));

    private static string Config(int i, bool isWrong = false, bool isReviewed = false)
    {
        var config = Given.Client(IdOf(i), page: PageOf(i), recipients: $"\"{RecipientOf(i)}\"").Replace("studio@agency.example", Consultants[i % 2], StringComparison.Ordinal);
        if (isReviewed) config = config.Replace("\"time\": \"11:00\"", "\"time\": \"11:00\", \"review\": true", StringComparison.Ordinal);
        return isWrong ? config.Replace("\"sources\": [ {", $"\"sources\": [ {{ \"type\": \"mastodon\", \"account\": \"{IdOf(i)}\" }}, {{", StringComparison.Ordinal) : config;
    }

    private static string IdOf(int i) => $"client-{i.ToString("D3", CultureInfo.InvariantCulture)}";

    private static string PageOf(int i) => $"201100000001{i.ToString("D3", CultureInfo.InvariantCulture)}";

    private static string RecipientOf(int i) => $"owner-{i.ToString("D3", CultureInfo.InvariantCulture)}@client.example";
}
