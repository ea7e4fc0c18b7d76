using System.Reflection;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Readings;

public sealed class MetricsTests
{
    [Fact]
    public void Every_metric_is_found_by_its_key() =>
        typeof(Metrics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Metric>()
            .ShouldBe(Metrics.ByKey.Values, ignoreOrder: true);

    [Fact]
    public void A_key_can_be_a_column_and_a_formulas_name() =>
        Metrics.ByKey.Keys.ShouldAllBe(key => Formula.Parse(key).Formula != null && !key.Any(char.IsUpper));

    /// <summary>People who are counted once have no sum: they must not become counts.</summary>
    [Theory]
    [InlineData("reach", 1)]
    [InlineData("reach_7d", 7)]
    [InlineData("reach_28d", 28)]
    [InlineData("users", 1)]
    public void People_are_unique_within_their_window(string key, int days) => Metrics.ByKey[key].ShouldBeOfType<UniqueMetric>().Days.ShouldBe(days);

    [Fact]
    public void Followers_are_a_level_and_revenue_is_money()
    {
        Metrics.ByKey["followers"].ShouldBeOfType<LevelMetric>();
        Metrics.ByKey["revenue"].ShouldBeOfType<MoneyMetric>();
    }
}
