using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>The straight path from a start to a goal. From a start that meets the goal it stays at the goal.</summary>
/// <param name="Sign">1 where more is better, −1 where less is.</param>
internal sealed record TargetPath(TargetStart Start, double Goal, int Sign, DateOnly By)
{
    /// <summary>Whether the start meets the goal, so that it is to be kept.</summary>
    public bool IsFlat => Sign * (Start.Value - Goal) >= 0;

    /// <summary>The value at the path's beginning.</summary>
    public double First => IsFlat ? Goal : Start.Value;

    /// <summary>The part of the way's time that is over: 0 to 1.</summary>
    public double Gone(DateOnly day) =>
        By <= Start.On ? 1 : Math.Clamp((day.DayNumber - Start.On.DayNumber) / (double)(By.DayNumber - Start.On.DayNumber), 0, 1);

    /// <summary>The value that the path asks for.</summary>
    public double At(DateOnly day) => First + (Goal - First) * Gone(day);
}
