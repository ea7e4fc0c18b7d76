using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources;

using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

public sealed class ReadAheadTests
{
    private static readonly SourceException Broken = new(new(SourceFailureKind.Unavailable, "It is gone."));

    private static readonly SourceRequest Request =
        new(new SourceConfig { Type = "test", Account = "1", Name = "Test" }, null, new(new(2026, 11, 16), new(2026, 11, 22)), Zone.Utc);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_come_in_the_order_of_the_source()
    {
        var seen = new List<string>();
        await foreach (var page in ReadAhead.PagesAsync(new Scripted(40), Request, Token)) seen.AddRange(page.Refusals.Select(refusal => refusal.What));

        seen.ShouldBe(Enumerable.Range(0, 40).Select(number => $"{number}"));
    }

    [Fact]
    public async Task What_came_before_a_failure_is_given_before_the_failure()
    {
        var seen = new List<string>();
        var thrown = await Should.ThrowAsync<SourceException>(async () =>
        {
            await foreach (var page in ReadAhead.PagesAsync(new Scripted(3, Broken), Request, Token)) seen.AddRange(page.Refusals.Select(refusal => refusal.What));
        });

        seen.ShouldBe(["0", "1", "2"]);
        thrown.ShouldBeSameAs(Broken);
    }

    [Fact]
    public async Task A_source_goes_on_while_a_page_is_stored_but_not_without_end()
    {
        var source = new Scripted(int.MaxValue);
        await using var pages = ReadAhead.PagesAsync(source, Request, Token).GetAsyncEnumerator(Token);

        (await pages.MoveNextAsync()).ShouldBeTrue();
        while (source.Given < 10) await Task.Delay(TimeSpan.FromMilliseconds(1), Token);
        await Task.Delay(TimeSpan.FromMilliseconds(20), Token);

        source.Given.ShouldBeLessThan(64);
    }

    [Fact]
    public async Task A_caller_who_stops_stops_the_source()
    {
        var source = new Scripted(int.MaxValue);
        await foreach (var _ in ReadAhead.PagesAsync(source, Request, Token)) break;

        source.Ended.ShouldBeTrue();
    }

    /// <summary>Pages that are told apart by a refusal's name.</summary>
    private sealed class Scripted(int pages, Exception? then = null) : ISource
    {
        private int given;

        public SourceTraits Traits => throw new NotSupportedException();

        public int Given => Volatile.Read(ref given);

        public bool Ended { get; private set; }

        public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                for (var number = 0; number < pages; number++)
                {
                    await Task.Yield();
                    Interlocked.Increment(ref given);
                    yield return new() { Refusals = [new($"{number}", new(SourceFailureKind.RequestRefused, "No."))] };
                }

                if (then is not null) throw then;
            }
            finally
            {
                Ended = true;
            }
        }
    }
}
