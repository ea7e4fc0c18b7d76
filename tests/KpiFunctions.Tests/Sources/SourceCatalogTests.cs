using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Facebook;
using KpiFunctions.Pipeline.Sources.GoogleAnalytics;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.LinkedIn;
using KpiFunctions.Pipeline.Sources.Matomo;
using KpiFunctions.Pipeline.Sources.YouTube;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Sources;

public sealed class SourceCatalogTests
{
    [Fact]
    public void Every_registered_source_is_found_by_the_type_that_configs_use()
    {
        using var services = new ServiceCollection().AddSources().BuildServiceProvider();

        var catalog = services.GetRequiredService<SourceCatalog>();

        catalog.Traits.Keys.ShouldBe(AllSources.Traits.Keys, ignoreOrder: true);
        foreach (var traits in AllSources.Fetched()) catalog.Find(traits.Type).ShouldNotBeNull().Traits.ShouldBeSameAs(traits);
        catalog.Find("matomo").ShouldBeOfType<MatomoSource>();
        catalog.Find("telegraph").ShouldBeNull();
    }

    [Fact]
    public void A_source_that_is_only_fed_has_traits_and_nothing_to_fetch()
    {
        using var services = new ServiceCollection().AddSources().BuildServiceProvider();

        var catalog = services.GetRequiredService<SourceCatalog>();

        catalog.Traits["files"].IsFetched.ShouldBeFalse();
        catalog.Find("files").ShouldBeNull();
    }

    [Fact]
    public void Two_sources_of_one_type_are_a_mistake() =>
        Should.Throw<ArgumentException>(() => new SourceCatalog([], [Fed("files"), Fed("files")]));

    [Fact]
    public void No_source_restates_a_day_that_it_calls_settled_outside_its_look_back()
    {
        foreach (var traits in AllSources.Traits.Values)
        {
            traits.SettlesAfter.ShouldBeLessThanOrEqualTo(TimeSpan.FromDays(traits.LookBackDays), traits.Type);
        }
    }

    private static SourceTraits Fed(string type) => new() { Type = type, Name = type, Words = new(type, "", ""), Metrics = new Dictionary<Metric, Absence>(), IsFetched = false };
}
