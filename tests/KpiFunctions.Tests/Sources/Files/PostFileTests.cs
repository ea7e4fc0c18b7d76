using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

public sealed class PostFileTests
{
    [Fact]
    public void A_post_has_what_its_line_says()
    {
        var post = Import("""
            id,published,type,text,link,reach,views,reactions,comments,replies,shares,saves,clicks,weather
            p1,2026-11-10T09:30:00,photo,Which flavour?,https://www.example.com/p1,100,150,9,8,7,6,5,4,rain
            """).Posts.ShouldHaveSingleItem();

        (post.Account, post.Id, post.Published).ShouldBe((new("files", "page"), "p1", DateTimeOffset.Parse("2026-11-10T08:30:00Z")));
        (post.Type, post.Excerpt, post.Link, post.IsMention).ShouldBe(("photo", "Which flavour?", "https://www.example.com/p1", false));
        post.Values.OrderBy(value => value.Value).Select(value => (value.Key.Key, value.Value)).ShouldBe(
            [("clicks", 4), ("saves", 5), ("shares", 6), ("replies", 7), ("comments", 8), ("reactions", 9), ("reach", 100), ("views", 150)]);
        post.FetchedAt.ShouldBe(Now);
    }

    [Fact]
    public void Refused_lines_are_named_by_number_column_what_was_found_and_the_mend_and_the_rest_is_taken()
    {
        var result = Import("""
            id,published,reach
            p1,2026-11-10,100
            ,2026-11-10,100
            p3,10.11.26,100
            p4,2026-11-10,a lot
            p5,2026-11-10,-3
            p6,2026-11-10,"1,234"
            """);

        result.Told().ShouldBe(
        [
            "export.csv:3: id: is empty: a post needs an identifier",
            "export.csv:4: published: \"10.11.26\" is not a date: write year-month-day, 2026-11-15 or 2026-11-15T09:30:00",
            "export.csv:5: reach: \"a lot\" is not a number: write 1234 or 1234.5, or leave the cell empty where the figure is not known",
            "export.csv:6: reach: \"-3\" is negative, which this figure cannot be: leave the cell empty where it is not known",
        ]);
        result.Posts.Select(post => post[Metrics.Reach]).ShouldBe([100, 1234]);
        result.Rows.ShouldBe(6);
    }

    [Fact]
    public void An_empty_cell_stays_unknown_and_is_noted()
    {
        var result = Import("id,published,reach,comments,shares\np1,2026-11-10,100,,-\np2,2026-11-11,90,0,\n");

        result.Posts[0][Metrics.Comments].ShouldBeNull();
        result.Posts[1][Metrics.Comments].ShouldBe(0);
        result.Posts.ShouldAllBe(post => !post.Values.ContainsKey(Metrics.Shares));
        result.Notes.ShouldBe(["comments: empty for 1 post; kept, and left out of that figure only", "shares: empty for 2 posts; kept, and left out of that figure only"]);
        result.Refused.ShouldBeEmpty();
    }

    [Fact]
    public void More_reach_than_views_is_noted_and_neither_is_known()
    {
        var result = Import("id,published,reach,views\np1,2026-11-10,100,90\np2,2026-11-10,100,100\np3,2026-11-10,100,\n");

        result.Posts.Select(post => (post[Metrics.Reach], post[Metrics.Views])).ShouldBe([(null, null), (100, 100), (100, null)]);
        result.Notes.ShouldContain("views of 1 post cannot be true (nobody sees what is not displayed: more people than views): unknown there, and replaces nothing");
    }

    [Fact]
    public void Of_the_same_post_twice_no_line_wins_where_they_differ()
    {
        var result = Import("id,published,reach,views\np1,2026-11-10,100,90\np2,2026-11-10,50,60\np2,2026-11-10,50,60\np1,2026-11-10,120,130\n");

        result.Posts.Select(post => (post.Id, post[Metrics.Reach])).ShouldBe([("p1", null), ("p2", 50)]);
        result.Told().ShouldBe(
        [
            "export.csv:5: reach: \"120\" differs from line 2, which says 100 of the same post, p1: neither is taken; keep the line that is right",
            "export.csv:5: views: \"130\" differs from line 2, which says 90 of the same post, p1: neither is taken; keep the line that is right",
        ]);
    }

    [Fact]
    public void A_post_that_was_published_at_two_times_is_not_taken()
    {
        var result = Import("id,published,reach\np1,2026-11-10,100\np1,2026-11-11,100\np1,2026-11-10,100\np2,2026-11-10,50\n");

        result.Posts.ShouldHaveSingleItem().Id.ShouldBe("p2");
        result.Refused.Select(line => line.Line).ShouldBe([3, 4]);
    }

    [Theory]
    [InlineData("1.222E+17")]
    [InlineData("1,222E+17")]
    [InlineData("1E17")]
    public void A_number_in_scientific_notation_is_no_identifier(string id) =>
        Import($"id;published\n{id};2026-11-10\n").Told().ShouldHaveSingleItem().ShouldContain("a spreadsheet has rounded");

    [Fact]
    public void Long_identifiers_that_all_end_in_zeros_are_rounded()
    {
        Import("id,published\n122200000000123000,2026-11-10\n122200000000456000,2026-11-11\n").ShouldSatisfyAllConditions(
            result => result.Posts.ShouldBeEmpty(),
            result => result.Told().ShouldHaveSingleItem().ShouldContain("a spreadsheet has rounded"));
        Import("id,published\n122200000000123000,2026-11-10\n122200000000456789,2026-11-11\n").Posts.Count.ShouldBe(2);
    }

    [Fact]
    public void Posts_are_taken_in_whatever_order_they_stand() =>
        Import("id,published\np3,2026-11-12\np1,2026-11-10\np2,2026-11-11\n").Posts.Count.ShouldBe(3);

    [Fact]
    public void Texts_that_look_like_formulas_or_HTML_stay_texts()
    {
        const string formula = "=HYPERLINK(\"https://evil.example\",\"here\")";
        const string html = "<script>alert(1)</script><b>bold</b> & more";
        var result = Import($"""
            id,published,type,text
            =1+1,2026-11-10,@SUM(A1),"{formula.Replace("\"", "\"\"", StringComparison.Ordinal)}"
            p2,2026-11-10,photo,{html}
            """);

        result.Posts.Select(post => (post.Id, post.Type, post.Excerpt)).ShouldBe([("=1+1", "@SUM(A1)", formula), ("p2", "photo", html)]);
    }

    [Theory]
    [InlineData("http://www.example.com/p1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/p1")]
    public void A_link_that_is_no_https_address_is_left_out(string link) =>
        Import($"id,published,link\np1,2026-11-10,{link}\n").Posts.ShouldHaveSingleItem().Link.ShouldBeNull();

    [Fact]
    public void What_is_too_long_for_the_store_is_cut_or_refused()
    {
        var lengthy = new string('x', 40_000);
        var result = Import($"id,published,type,text,link\np1,2026-11-10,{lengthy},{lengthy},https://example.com/{lengthy}\n{lengthy},2026-11-10,photo,,\n");

        var post = result.Posts.ShouldHaveSingleItem();
        (post.Type!.Length, post.Excerpt!.Length, post.Link).ShouldBe((Post.ExcerptLength, Post.ExcerptLength, null));
        var told = result.Told().ShouldHaveSingleItem();
        told.ShouldContain("export.csv:3: id: \"xxx");
        told.Length.ShouldBeLessThan(200);
    }

    [Fact]
    public void What_a_refused_line_had_is_told_on_one_line() =>
        Import("id,published\np1,\"some\nday\"\n").Told().ShouldHaveSingleItem().ShouldStartWith("export.csv:2: published: \"some day\" is not a date");

    [Fact]
    public void The_same_file_twice_says_the_same()
    {
        const string text = "id,published,reach\np1,2026-11-10,100\np2,2026-11-10,\n";

        var (first, second) = (Import(text), Import(text));

        second.Posts.Select(Written).ShouldBe(first.Posts.Select(Written));
        second.Notes.ShouldBe(first.Notes);
        static string Written(Post post) => $"{post.Id} {post.Published:O} {string.Join(' ', post.Values)}";
    }

    [Fact]
    public void The_status_counts_and_names_the_first_hundred_refused_lines()
    {
        var result = Import("id,published,reach\np1,2026-11-10,100\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"q{i},2026-11-10,?\n")));

        var status = ImportStatus.Of(result, "client/export.csv", "etag", Now);

        (status.Rows, status.Posts, status.Days, status.RefusedRows, status.Refused.Count).ShouldBe((121, 1, 0, 120, 100));
        status.Lines[^1].ShouldBe("client/export.csv: 121 rows, 1 posts, 0 days, 120 refused");
    }
}
