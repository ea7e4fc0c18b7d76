using System.Globalization;

namespace KpiFunctions.Endurance.Exploring;

/// <summary>What happens at a call of the worker or planner that makes it.</summary>
internal enum Turmoil
{
    /// <summary>The planner goes first, until it has nothing to do.</summary>
    SwitchToPlanner,

    /// <summary>The first worker goes first.</summary>
    SwitchToA,

    /// <summary>The second worker goes first.</summary>
    SwitchToB,

    /// <summary>The call takes effect, and its answer is lost.</summary>
    Lost,

    /// <summary>The process ends before the call takes effect.</summary>
    CrashBefore,

    /// <summary>The process ends when the call has taken effect.</summary>
    CrashAfter,

    /// <summary>The message that the call sends is taken by the queue and never delivered.</summary>
    Vanish,
}

/// <summary>A disturbance at a call, counted from 1.</summary>
internal readonly record struct Disturbance(int At, Turmoil Kind)
{
    private static readonly (Turmoil Kind, string Name)[] Names =
    [
        (Turmoil.SwitchToPlanner, "switch-p"), (Turmoil.SwitchToA, "switch-a"), (Turmoil.SwitchToB, "switch-b"),
        (Turmoil.Lost, "lost"), (Turmoil.CrashBefore, "crash-before"), (Turmoil.CrashAfter, "crash-after"), (Turmoil.Vanish, "vanish"),
    ];

    public override string ToString()
    {
        var kind = Kind;
        return $"{At}:{Names.Single(pair => pair.Kind == kind).Name}";
    }

    /// <summary>Reads <c>12:switch-b,30:lost</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static IReadOnlyList<Disturbance> Parse(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one =>
    {
        var (at, name) = one.Split(':') is [var left, var right] ? (left, right) : throw new FormatException($"'{one}' is not a disturbance such as 12:lost.");
        return new Disturbance(int.Parse(at, CultureInfo.InvariantCulture), Names.FirstOrDefault(pair => pair.Name == name) is { Name: not null } found ? found.Kind : throw new FormatException($"'{name}' is no kind of disturbance."));
    })];
}
