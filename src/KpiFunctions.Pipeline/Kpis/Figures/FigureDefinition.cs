using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>A figure: what it is, and how a client's week of it is measured. Each has a file of its own, and <c>Objectives</c> says where it is shown.</summary>
/// <param name="traits">Null where the client brings its own.</param>
internal abstract class FigureDefinition(FigureTraits? traits)
{
    public FigureTraits? Traits => traits;

    /// <summary>What to measure: one figure over all accounts, or one of each account.</summary>
    /// <param name="reported">The week that is reported. The weeks before it are measured in the same way, so that like is compared with like.</param>
    public abstract IEnumerable<Measurement> Of(ClientData data, ObjectiveConfig objective, IsoWeek reported);
}

/// <summary>A figure of one client, to be measured week by week.</summary>
/// <param name="Account">Null where it is over all accounts.</param>
/// <param name="Week">Measures a week.</param>
internal sealed record Measurement(FigureTraits Traits, AccountRef? Account, Func<IsoWeek, WeekMeasurement> Week)
{
    /// <summary>The client's own definition; null of all other figures.</summary>
    public CustomKpi? Custom { get; init; }
}

/// <summary>A figure over all accounts that deliver it.</summary>
internal sealed class OverAccounts(FigureTraits traits, Func<ClientData, IsoWeek, WeekMeasurement> measure) : FigureDefinition(traits)
{
    public override IEnumerable<Measurement> Of(ClientData data, ObjectiveConfig objective, IsoWeek reported) => [new(Traits!, null, week => measure(data, week))];
}

/// <summary>A figure of each account: people and levels have no sum over accounts.</summary>
/// <param name="delivers">Which accounts deliver it, in the reported week.</param>
/// <param name="measureOf">How an account's weeks are measured.</param>
internal sealed class PerAccount(
    FigureTraits traits, Func<AccountData, IsoWeek, bool> delivers, Func<AccountData, IsoWeek, Func<IsoWeek, WeekMeasurement>> measureOf) : FigureDefinition(traits)
{
    /// <summary>Whether it is left out where no account delivers it; else one without a value is there, with the reason.</summary>
    public bool IsOnlyWhereDelivered { get; init; }

    public override IEnumerable<Measurement> Of(ClientData data, ObjectiveConfig objective, IsoWeek reported)
    {
        var accounts = data.Where(account => delivers(account, reported));
        if (accounts.Count > 0) return [.. accounts.Select(account => new Measurement(Traits!, account.Ref, measureOf(account, reported)))];
        return IsOnlyWhereDelivered ? [] : [new(Traits!, null, _ => WeekMeasurement.Missing(data.NobodyDelivers))];
    }
}
