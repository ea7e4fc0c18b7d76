using System.Reflection;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Kpis;

/// <summary>That people are never added up is a matter of types: what reads them hands out what nothing adds.</summary>
public sealed class SumTypesTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly MethodInfo[] Methods = [.. typeof(KpiEngine).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("KpiFunctions.Pipeline.Kpis", StringComparison.Ordinal) == true).SelectMany(type => type.GetMethods(All))];

    [Fact]
    public void Only_amounts_are_added_up() =>
        Methods.Where(method => method.Name == nameof(Amount.AddUp)).ShouldHaveSingleItem().GetParameters().Single().ParameterType.ShouldBe(typeof(IReadOnlyCollection<Amount>));

    [Fact]
    public void Nothing_makes_an_amount_of_people() =>
        Methods.Where(method => Holds(method.ReturnType, typeof(Amount)) && method.GetParameters().Any(p => p.ParameterType == typeof(UniqueMetric) || Holds(p.ParameterType, typeof(People))))
            .ShouldBeEmpty();

    [Fact]
    public void A_sum_takes_counts_and_money_alone() =>
        typeof(AccountWeek).GetMethods(All).Where(method => method.Name == nameof(AccountWeek.Sum)).Select(method => method.GetParameters().Single().ParameterType)
            .ShouldBe([typeof(CountMetric), typeof(MoneyMetric)], ignoreOrder: true);

    private static bool Holds(Type type, Type part) => type == part || type.IsGenericType && type.GetGenericArguments().Any(argument => Holds(argument, part));
}
