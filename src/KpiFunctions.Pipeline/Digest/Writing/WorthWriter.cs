using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says what a network cost, and what each result came to.</summary>
internal static class WorthWriter
{
    private const double SmallAmount = 100;

    public static string Write(Desk desk, WorthRow row)
    {
        var language = desk.Language;
        Datum Money(string name, double amount) => new(name, language.Numbers.Money(amount, amount < SmallAmount ? 2 : 0, row.Currency)) { Number = amount, Word = row.Currency };
        var account = desk.Account("account", row.Account);
        var cost = Datum.Part("cost", row.Days == 7 ? desk.Say("worth.cost", account, Money("cost", row.Cost)) : desk.SayCount("worth.cost.over-days", row.Days, account, Money("cost", row.Cost)));
        if (row.SharedBy > 1)
            cost = Datum.Part("cost", desk.SayCount("worth.cost.shared", row.SharedBy, cost, Money("whole", row.Cost * row.SharedBy), Datum.Unsaid("paid", row.Cost)));
        if (row.Results is not { } results) return desk.Say("worth.unknown", cost);

        // Followers alone can go below nothing.
        var result = Datum.Part("result", results < 0 ? desk.SayCount("worth.lost", -results, Datum.Unsaid("change", results)) : desk.SayCount($"worth.{row.Of}", results, Datum.Unsaid("change", results)));
        return row.Price is { } price
            ? desk.Say($"worth.per.{row.Of}", cost, result, Money("price", price), Datum.Unsaid("paid", row.Cost), Datum.Unsaid("results", results))
            : desk.Say("worth.none", cost, result, Datum.Unsaid("results", results));
    }
}
