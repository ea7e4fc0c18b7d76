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

internal static class LongTests
{
    public static IReadOnlyCollection<KeyValuePair<string, string>> Traits { get; } = [new("Level", "long")];
}
