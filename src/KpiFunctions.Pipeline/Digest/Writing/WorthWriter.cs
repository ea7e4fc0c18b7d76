using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says what a network cost, and what each result came to.</summary>
internal static class WorthWriter
{
    private const double SmallAmount = 100;

    public static string Write(Desk desk, WorthRow row)
    {
        var language = desk.Language;
        string Money(double amount) => language.Numbers.Money(amount, amount < SmallAmount ? 2 : 0, row.Currency);
        var cost = language.Text(
            row.Days == 7 ? "worth.cost" : "worth.cost.over-days",
            ("account", desk.AccountName(row.Account)), ("cost", Money(row.Cost)), ("n", language.Numbers.Integer(row.Days)));
        if (row.Results is not { } results) return language.Text("worth.unknown", ("cost", cost));

        // Followers alone can go below nothing.
        var result = results < 0 ? language.Count("worth.lost", -results) : language.Count($"worth.{row.Of}", results);
        return row.Price is { } price
            ? language.Text($"worth.per.{row.Of}", ("cost", cost), ("result", result), ("price", Money(price)))
            : language.Text("worth.none", ("cost", cost), ("result", result));
    }
}
