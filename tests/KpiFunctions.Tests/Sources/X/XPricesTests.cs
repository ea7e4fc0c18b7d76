using KpiFunctions.Pipeline.Sources.X;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Tests.Sources.X;

public sealed class XPricesTests
{
    [Fact]
    public void Without_settings_they_are_todays() => From().ShouldBe(new(0.005m, 0.01m));

    [Fact]
    public void What_an_agency_pays_is_a_setting_and_the_rest_stays() => From(("Prices:x:post", "0.0042")).ShouldBe(new(0.0042m, 0.01m));

    [Theory]
    [InlineData("0.005", 1, 5, 100, 100)]
    [InlineData("0.005", 1, 5, 18, 18)]
    [InlineData("0.0042", 1, 5, 18, 21)] // 21 posts are 17.64 half cents.
    [InlineData("0.02", 4, 20, 50, 12)]
    [InlineData("0", 0, 0, 0, 100)]
    public void A_page_costs_its_posts_rounded_up_and_is_as_long_as_can_be_paid(string post, int one, int five, int units, int posts)
    {
        var prices = new XPrices(decimal.Parse(post, System.Globalization.CultureInfo.InvariantCulture), 0.01m);

        (prices.OfPosts(1), prices.OfPosts(5), prices.PostsFor(units)).ShouldBe((one, five, posts));
    }

    [Theory]
    [InlineData("Prices:x:post", "free", "The setting Prices__x__post ")]
    [InlineData("Prices:x:post", "-1", "The setting Prices__x__post ")]
    [InlineData("Prices:x:posts", "0.01", "Prices__x__posts names no price")]
    [InlineData("Prices:y", "0.01", "Prices__y names no price")]
    public void A_wrong_setting_is_named(string name, string value, string words) => Should.Throw<SettingException>(() => From((name, value))).Message.ShouldContain(words);

    private static XPrices From(params (string Name, string Value)[] settings) =>
        XPrices.From(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value)).Build());
}
