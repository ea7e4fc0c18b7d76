using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>A limited good, shared with whoever else fetches at the same time.</summary>
public interface IAllowance
{
    /// <summary>Takes units before they are spent: what is lost on the way counts as spent.</summary>
    /// <param name="least">Fewer are of no use.</param>
    /// <param name="most">As many are wanted.</param>
    /// <returns>What was given: from <paramref name="least"/> to <paramref name="most"/>.</returns>
    /// <exception cref="SourceException"><see cref="SourceFailureKind.BudgetSpent"/>: fewer than <paramref name="least"/> are left.</exception>
    ValueTask<int> TakeAsync(int least, int most, CancellationToken cancellationToken);

    /// <summary>Gives back what was taken and not spent.</summary>
    ValueTask GiveBackAsync(int units, CancellationToken cancellationToken);
}

/// <summary>Allowances that need no store.</summary>
public static class Allowance
{
    /// <summary>As much as is wanted.</summary>
    public static IAllowance Unlimited { get; } = new NoLimit();

    private sealed class NoLimit : IAllowance
    {
        public ValueTask<int> TakeAsync(int least, int most, CancellationToken cancellationToken) => ValueTask.FromResult(most);

        public ValueTask GiveBackAsync(int units, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
