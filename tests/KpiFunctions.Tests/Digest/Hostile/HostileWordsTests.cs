using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Digest.Writing;

namespace KpiFunctions.Tests.Digest.Hostile;

/// <summary>
/// Words of clients, consultants, networks and their users, in every field that such words can stand in, one field at a
/// time and all at once: mail, page, notice and message keep the form that they have with harmless words.
/// </summary>
public sealed class HostileWordsTests
{
    private const int LongestConfigText = 200;

    /// <summary>A mail of harmless words allocates half a megabyte, one with ten thousand characters in every field 0.7.</summary>
    private const long MostOfAMail = 2_000_000;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly Field[] Fields = Enum.GetValues<Field>();

    /// <summary>These go into headers as they are: what a config may not hold never gets there.</summary>
    private static readonly Field[] Headed = [Field.Sender, Field.Consultant, Field.Recipient];

    public static readonly TheoryData<string> Words = [.. Corpus.Words.Keys];

    public static readonly TheoryData<string> Links = [.. Corpus.Links.Keys];

    /// <summary>Every kind in every fourth field, each kind beginning with another one, so that each field gets a quarter of the kinds.</summary>
    [Theory]
    [MemberData(nameof(Words))]
    public void In_one_field_they_change_nothing_around_them(string kind)
    {
        var first = Corpus.Words.Keys.Order(StringComparer.Ordinal).TakeWhile(other => other != kind).Count() % 4;
        InOneField(kind, Fields.Where((_, index) => index % 4 == first));
    }

    [LongTheory]
    [MemberData(nameof(Words))]
    public void In_any_one_field_they_change_nothing_around_them(string kind) => InOneField(kind, Fields);

    private static void InOneField(string kind, IEnumerable<Field> fields)
    {
        foreach (var field in fields)
        {
            var hostile = WeekOf(kind, field);
            Check($"{kind} as {field}", hostile, hostile.RenderMail());
        }
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void In_all_fields_they_change_nothing_around_them(string kind)
    {
        var hostile = WeekOf(kind, Fields);
        var digest = hostile.Render();
        Check(kind, hostile, digest);
        MailShape.Of(OutsidersTests.Parse(digest.Page)).ShouldBe(UsualOf(hostile).Page, kind);
        ShouldBeHarmless(digest.Page);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void A_full_week_keeps_its_form_and_its_size(string kind)
    {
        foreach (var language in DigestRenderer.Languages)
        {
            RenderedDigest hostile = null!;
            Allocations.Of(() => hostile = BusyMail(language, harmless => NoteWords.Contains(harmless) ? harmless : Corpus.Words[kind])).ShouldBeLessThan(MostOfAMail, kind);
            MailShape.Of(OutsidersTests.Parse(hostile.Html)).ShouldBe(Busy[language], kind);
            Encoding.UTF8.GetByteCount(hostile.Html).ShouldBeLessThanOrEqualTo(DigestRenderer.LargestHtml);
        }
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void A_notice_keeps_its_form(string kind)
    {
        var renderer = new NoticeRenderer();
        string Render(string? words) => Client(words) is var client ? renderer.Render(Notice.Unsubscribe, client, AgencyBranding.Of(client, null)) : "";
        MailShape.Of(OutsidersTests.Parse(Render(Corpus.Words[kind]))).ShouldBe(MailShape.Of(OutsidersTests.Parse(Render(null))));
        ShouldBeHarmless(Render(Corpus.Words[kind]));

        static ClientConfig Client(string? words) => new OutsidersWeek("fr", (_, harmless) => words ?? harmless).Client;
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void A_post_leads_to_an_https_address_or_nowhere(string kind)
    {
        var link = PostsWriter.Link(Corpus.Links[kind]);
        var (hostile, usual) = (new OutsidersWeek("fr", Harmless) { Link = Corpus.Links[kind] }.Render(), new OutsidersWeek("fr", Harmless) { Link = link is null ? null : "https://social.example/" }.Render());
        foreach (var (written, harmless) in new[] { (hostile.Html, usual.Html), (hostile.Page, usual.Page) })
        {
            var document = OutsidersTests.Parse(written);
            MailShape.Of(document, withAddresses: false).ShouldBe(MailShape.Of(OutsidersTests.Parse(harmless), withAddresses: false));
            ShouldLeadNowhereElse(document);
            ShouldBeHarmless(written);
        }

        hostile.Text.Count(character => character == '\n').ShouldBe(usual.Text.Count(character => character == '\n'));
        Marks(hostile.Text).ShouldBe(Marks(usual.Text));
        Marks(hostile.Html).ShouldBe(Marks(usual.Html));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void A_note_of_such_words_stays_within_its_box(string kind)
    {
        var digest = new OutsidersWeek("fr", Harmless) { Note = "x " + Corpus.Words[kind] }.RenderMail();
        var (document, usual) = (OutsidersTests.Parse(digest.Html), OutsidersTests.Parse(new OutsidersWeek("fr", Harmless) { Note = "x" }.RenderMail().Html));
        if (document.QuerySelector("td.note") is not { } note)
        {
            // A note with a mistake is left out whole.
            new OutsidersWeek("fr", Harmless) { HasNote = false }.RenderMail().Html.ShouldBe(digest.Html);
            return;
        }

        note.QuerySelectorAll("*").Select(element => element.LocalName).ShouldBeSubsetOf(["h2", "h3", "p", "b", "i", "a"]);
        ShouldLeadNowhereElse(document);
        ShouldBeHarmless(digest.Html);
        note.InnerHtml = usual.QuerySelector("td.note")!.InnerHtml = "";
        MailShape.Of(document).ShouldBe(MailShape.Of(usual));
    }

    [Theory]
    [InlineData("o'brien+kpi@client.example")]
    [InlineData("!#$%&'*+/=?^_`{|}~-@client.example")]
    [InlineData("{{1234*5678}}@client.example")]
    public void A_reply_address_is_one_however_odd_its_letters(string address)
    {
        ConfigForms.IsEmail(address).ShouldBeTrue();
        var (hostile, harmless) = (new OutsidersWeek("en", Harmless) { ReplyTo = address }, new OutsidersWeek("en", Harmless));
        var document = OutsidersTests.Parse(hostile.Render().Html);
        MailShape.Of(document, withAddresses: false).ShouldBe(MailShape.Of(OutsidersTests.Parse(harmless.Render().Html), withAddresses: false));
        ShouldLeadNowhereElse(document);
        ShouldBeHarmless(hostile.Render().Html);
        Uri.UnescapeDataString(document.QuerySelector("a[href^='mailto:']")!.GetAttribute("href")!["mailto:".Length..]).ShouldBe(address);
    }

    [Theory]
    [InlineData("tags", "Brown & Co <b>bold</b> <i>")]
    [InlineData("our places", "x {name} {client} {agency} {address} {n} {days} {} {")]
    [InlineData("numbered places", "x {0} {1} {{0}} %s %n $1 \\1")]
    [InlineData("liquid", "x {% assign x = 1234 | times: 5678 %}{{ x }}{% raw %}{%- include")]
    [InlineData("entities twice", "&amp;lt;script&amp;gt;&amp;amp;&amp;#34;")]
    [InlineData("private", "x\uE000\uF8FF\uDBC0\uDC00y")]
    public void What_they_say_can_still_be_read(string kind, string shown)
    {
        var digest = WeekOf(kind, Fields).Render();
        OutsidersTests.Parse(digest.Html).Body!.TextContent.ShouldContain(shown);
        digest.Text.ShouldContain(shown.Replace('<', '‹').Replace('>', '›'));
    }

    /// <summary>What a note makes of words is another test's matter: they may give it a direction, or leave it with nothing to show.</summary>
    private static readonly string[] NoteWords = ["Avant les fêtes", "Le tournage est", "Le plan", "Boîtes sans gluten"];

    private static readonly Dictionary<string, string> Busy =
        DigestRenderer.Languages.ToDictionary(language => language, language => MailShape.Of(OutsidersTests.Parse(BusyMail(language, harmless => harmless).Html)));

    private static readonly ConcurrentDictionary<(bool HasBrandName, bool HasNote), Usual> Usuals = new();

    /// <summary>A week of harmless words, as far as outsiders have no say in it.</summary>
    /// <param name="Mail">The HTML mail's shape.</param>
    /// <param name="Page">The page's shape.</param>
    private sealed record Usual(RenderedDigest Digest, string Mail, string Page, List<string> Headers);

    private static Usual UsualOf(OutsidersWeek hostile) => Usuals.GetOrAdd((hostile.HasBrandName, hostile.ReadNote is not null), kind =>
    {
        var week = new OutsidersWeek("en", Harmless) { HasBrandName = kind.HasBrandName, HasNote = kind.HasNote };
        var digest = week.Render();
        return new(digest, MailShape.Of(OutsidersTests.Parse(digest.Html)), MailShape.Of(OutsidersTests.Parse(digest.Page)), Headers(week, digest));
    });

    private static RenderedDigest BusyMail(string language, Func<string, string> words)
    {
        var given = new HandMade(language, words);
        var kpis = given.Busy();
        var client = given.Client([.. kpis.Objectives.Select(result => result.Objective)]);
        return GoldenDigestTests.Renderer.RenderMail(client, kpis, given.Edition(client));
    }

    private static string Harmless(Field field, string harmless) => harmless;

    private static OutsidersWeek WeekOf(string kind, params Field[] fields)
    {
        var words = Corpus.Words[kind];
        var isName = words is { Length: > 0 and <= LongestConfigText } && words.Trim() == words && !words.Any(character => char.IsControl(character) || char.IsSurrogate(character));
        return new("en", (field, harmless) => fields.Contains(field) && (isName || !Headed.Contains(field)) ? words : harmless) { HasBrandName = fields is not [Field.Consultant] };
    }

    private static void Check(string about, OutsidersWeek hostile, RenderedDigest digest)
    {
        var (usual, mail, _, headers) = UsualOf(hostile);
        var document = OutsidersTests.Parse(digest.Html);
        MailShape.Of(document).ShouldBe(mail, about);
        ShouldLeadNowhereElse(document);
        ShouldBeHarmless(digest.Html);
        Encoding.UTF8.GetByteCount(digest.Html).ShouldBeLessThanOrEqualTo(DigestRenderer.LargestHtml, about);
        Marks(digest.Html).ShouldBe(Marks(usual.Html), about);

        ShouldBeHarmless(digest.Text);
        digest.Text.ShouldNotContain(character => character == '<' || character == '>', about);
        digest.Text.Count(character => character == '\n').ShouldBe(usual.Text.Count(character => character == '\n'), about);
        Marks(digest.Text).ShouldBe(Marks(usual.Text), about);

        digest.Subject.ShouldNotContain(character => char.IsControl(character) || character == '\u2028' || character == '\u2029' || SafeText.IsBidiControl(character) && character != SafeText.Isolate && character != SafeText.PopIsolate, about);
        digest.Subject.Length.ShouldBeLessThan(200, about);
        Headers(hostile, digest).ShouldBe(headers, about);
    }

    /// <summary>No code has run, every character is whole and can be seen, and each line ends what it opens.</summary>
    private static void ShouldBeHarmless(string written)
    {
        written.ShouldNotContain(Corpus.Canary);
        Should.NotThrow(() => StrictUtf8.GetByteCount(written));
        foreach (var line in written.Split('\n'))
        {
            var open = 0;
            foreach (var character in line)
            {
                if (character == SafeText.Isolate) open++;
                else if (character == SafeText.PopIsolate) open--;
                else if (char.IsControl(character) && character != RecipientLink.Mark[0] || character is '\u2028' or '\u2029' || SafeText.IsBidiControl(character))
                    Assert.Fail($"U+{(int)character:X4} in: {line}");
                open.ShouldBeGreaterThanOrEqualTo(0, line);
            }

            open.ShouldBe(0, line);
        }
    }

    private static void ShouldLeadNowhereElse(IHtmlDocument document)
    {
        foreach (var element in document.QuerySelectorAll("[href], [src]"))
        {
            var address = element.GetAttribute("href") ?? element.GetAttribute("src")!;
            if (address == RecipientLink.Mark || address.StartsWith('#')) continue;
            var uri = new Uri(address);
            uri.Scheme.ShouldBeOneOf("https", "mailto");
            if (uri.Scheme == "https") uri.UserInfo.ShouldBeEmpty();
        }
    }

    private static int Marks(string written) => written.Count(character => character == RecipientLink.Mark[0]);

    /// <summary>All that SendGrid is told beside the mail's parts: the names, none of whose values goes over a line.</summary>
    private static List<string> Headers(OutsidersWeek week, RenderedDigest digest)
    {
        using var message = JsonDocument.Parse(DigestMail.Of(week.Envelope(digest)).Serialize());
        var paths = new List<string>();
        Read(message.RootElement, "");
        return paths;

        void Read(JsonElement element, string path)
        {
            if (path == ".content") return;
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in element.EnumerateObject()) Read(property.Value, $"{path}.{property.Name}");
                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray()) Read(item, $"{path}[]");
                    break;
                default:
                    paths.Add(path);
                    element.ToString().ShouldNotContain(character => char.IsControl(character), path);
                    break;
            }
        }
    }
}
