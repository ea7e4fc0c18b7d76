using System.Globalization;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>The monthly budget of one account. Units that were taken in one month are not returned to the next.</summary>
/// <param name="name">The budget's name in <see cref="QuotaTable"/>.</param>
/// <param name="dollars">The budget of a month, in US dollars.</param>
public sealed class MonthlyBudget(QuotaTable table, string name, ReadPrice price, decimal dollars, TimeProvider time) : IAllowance
{
    private readonly int limit = (int)Math.Clamp(Math.Floor(dollars * price.UnitsPerDollar), 0, int.MaxValue);
    private string month = "";

    /// <inheritdoc/>
    public async ValueTask<int> TakeAsync(int least, int most, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        (month, _, var ends) = price.Window.At(now);
        var given = await table.ChangeAsync(name, month, use => use.Take(limit, least, most, hadTurn: false), cancellationToken);
        return given > 0 || least == 0 ? given : throw new SourceException(new(
            SourceFailureKind.BudgetSpent,
            $"The budget of {dollars.ToString("0.##", CultureInfo.InvariantCulture)} US dollars for {month} is used up ('monthlyBudget' in the config).",
            ends - now));
    }

    /// <inheritdoc/>
    public async ValueTask GiveBackAsync(int units, CancellationToken cancellationToken) =>
        await table.ChangeAsync(name, month, use => (true, use.GiveBack(units)), cancellationToken);
}
