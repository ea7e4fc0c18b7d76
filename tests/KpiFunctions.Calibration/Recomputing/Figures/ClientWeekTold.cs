using KpiFunctions.Calibration.Recomputing.Telling;

namespace KpiFunctions.Calibration.Recomputing.Figures;

/// <summary>All of a client's accounts in one week.</summary>
internal sealed class ClientWeekTold(IEnumerable<Told> told, DateOnly monday)
{
    public IReadOnlyList<AccountWeekTold> Accounts { get; } = [.. told.Select(account => new AccountWeekTold(account, monday))];

    /// <summary>A count over the accounts that tell it; null where one of them does not know its week.</summary>
    public double? Count(string metric) => Sum(Accounts.Where(account => account.Tells(metric)).Select(account => account.Count(metric)));

    /// <summary>Money over the accounts that tell it, in one currency.</summary>
    public double? Revenue
    {
        get
        {
            var accounts = Accounts.Where(account => account.Told.TellsByDay("revenue")).ToList();
            return accounts.Select(account => account.Told.Currency).Distinct().Count() > 1 ? null : Sum(accounts.Select(account => account.Count("revenue")));
        }
    }

    /// <summary>The week's visits over the accounts that tell them; null where a day of one is not known.</summary>
    public IReadOnlyList<Visits>? Visits
    {
        get
        {
            var accounts = Accounts.Where(account => account.Told.Visits.Count > 0).ToList();
            return accounts.Count > 0 && accounts.TrueForAll(account => account.Visits is not null) ? [.. accounts.SelectMany(account => account.Visits!)] : null;
        }
    }

    /// <summary>The sum; null of nothing, and where a part is not known.</summary>
    public static double? Sum(IEnumerable<double?> parts)
    {
        var all = parts.ToList();
        return all.Count > 0 && all.TrueForAll(part => part is not null) ? all.Sum(part => part!.Value) : null;
    }

    /// <summary>One over the other; null where either is not known, and of 0.</summary>
    public static double? Ratio(double? above, double? below) => below is > 0 ? above / below : null;

    public static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0) return null;
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
