using System.Runtime.CompilerServices;
using Xunit.v3;

namespace KpiFunctions.Tests;

/// <summary>
/// A test that is long by nature. The default run leaves it out, and has a smaller one beside it:
/// <c>dotnet test --explicit only --filter-trait Level=long</c> runs these alone.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute, ITraitAttribute
{
    public LongFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Explicit = true;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => LongTests.Traits;
}

/// <inheritdoc cref="LongFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongTheoryAttribute : TheoryAttribute, ITraitAttribute
{
    public LongTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Explicit = true;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => LongTests.Traits;
}

/// <summary>
/// A test that takes longer still, run by hand where the code that it measures has changed; a long one of the same kind stands
/// beside it: <c>dotnet run --project tests/KpiFunctions.Tests -- -explicit only -trait Level=full</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FullFactAttribute : FactAttribute, ITraitAttribute
{
    public FullFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Explicit = true;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => LongTests.FullTraits;
}

internal static class LongTests
{
    public static IReadOnlyCollection<KeyValuePair<string, string>> Traits { get; } = [new("Level", "long")];

    public static IReadOnlyCollection<KeyValuePair<string, string>> FullTraits { get; } = [new("Level", "full")];
}
