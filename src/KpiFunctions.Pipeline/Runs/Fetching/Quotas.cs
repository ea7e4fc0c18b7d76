using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Quotas and budgets, enforced across clients and instances.</summary>
public sealed class Quotas
{
    private readonly QuotaTable table;
    private readonly QuotaOptions options;
    private readonly TimeProvider time;
    private readonly CoalescedReads<(string Name, string Window), QuotaUse> reads;

    public Quotas(QuotaTable table, QuotaOptions options, TimeProvider time)
    {
        (this.table, this.options, this.time) = (table, options, time);
        reads = new((key, cancellationToken) => table.ReadAsync(key.Name, key.Window, cancellationToken), TimeProvider.System);
    }

    /// <summary>When a platform accepts requests of this app again; null where it accepts them now.</summary>
    public async Task<DateTimeOffset?> ClosedUntilAsync(SourceTraits traits, CancellationToken cancellationToken)
    {
        if (traits.Quota is not { } quota) return null;
        var closed = (await reads.ReadAsync((traits.Type, WindowOf(quota)), cancellationToken)).ClosedUntil;
        return closed > time.GetUtcNow() ? closed : null;
    }

    /// <summary>Records that the platform accepts no requests of this app before an instant, for any client.</summary>
    public Task CloseAsync(SourceTraits traits, DateTimeOffset until, CancellationToken cancellationToken) => traits.Quota is { } quota
        ? table.ChangeSharedAsync(traits.Type, WindowOf(quota), use => (true, use.ClosedUntil >= until ? use : use with { ClosedUntil = until }), cancellationToken)
        : Task.CompletedTask;

    /// <summary>Records how many accounts share a source's quota, for the windows that begin from now on.</summary>
    public Task CountAccountsAsync(SourceTraits traits, int accounts, CancellationToken cancellationToken) => LimitOf(traits) is not null
        ? table.ChangeAsync(traits.Type, QuotaTable.AccountsWindow, use => (true, use with { Accounts = accounts }), cancellationToken)
        : Task.CompletedTask;

    /// <summary>Changes how many accounts share a source's quota, for the windows that begin from now on.</summary>
    /// <param name="difference">How many accounts were added, less those that were removed.</param>
    public Task ChangeAccountsAsync(SourceTraits traits, int difference, CancellationToken cancellationToken) => LimitOf(traits) is not null && difference != 0
        ? table.ChangeAsync(traits.Type, QuotaTable.AccountsWindow, use => (true, use with { Accounts = Math.Max(0, use.Accounts + difference) }), cancellationToken)
        : Task.CompletedTask;

    /// <summary>Reserves the requests of one fetch. Disposing of the reservation returns the unused ones.</summary>
    /// <param name="lastSuccess">When the account was last fetched.</param>
    public QuotaReservation Reserve(SourceTraits traits, DateTimeOffset? lastSuccess) => LimitOf(traits) is { } limit
        ? new(table, traits.Type, traits.Quota!.Window, limit, lastSuccess, time)
        : new(null, traits.Type, QuotaWindow.Day(Zone.Utc), 0, lastSuccess, time);

    /// <summary>An account's budget of the current month.</summary>
    public IAllowance BudgetOf(string client, SourceConfig source, SourceTraits traits) => traits.Price is { } price
        ? new MonthlyBudget(table, TableKey.Of(traits.Type, client, source.Account), price, source.MonthlyBudget ?? price.DefaultDollars, time)
        : Allowance.Unlimited;

    private int? LimitOf(SourceTraits traits) => traits.Quota is not { } quota ? null
        : options.Requests.TryGetValue(traits.Type, out var granted) ? granted : quota.Requests;

    private string WindowOf(AppQuota quota) => quota.Window.At(time.GetUtcNow()).Name;
}
