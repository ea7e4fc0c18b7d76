namespace KpiFunctions.Pipeline.Digest.Model;

/// <summary>A figure's weeks drawn on a surface of <see cref="Width"/> by <see cref="Height"/> units; only the page has it.</summary>
/// <param name="Label">What it shows, in words.</param>
/// <param name="Zero">The height at which zero lies, from the top.</param>
/// <param name="Usual">The range of usual weeks as a band; null where none is known.</param>
/// <param name="Target">The line of a target; null where there is none, or it lies far off.</param>
/// <param name="Weeks">The same as a table.</param>
internal sealed record ChartModel(
    string Label, int Width, int Height, int Zero, IReadOnlyList<ChartBar> Bars, ChartBand? Usual, ChartLine? Target, WeeksModel Weeks);

/// <summary>A week's bar; one of height 0 stands for a week without a figure.</summary>
/// <param name="Centre">The middle of the week's place, for its label.</param>
/// <param name="Title">Week and figure in words.</param>
/// <param name="Week">The week's number.</param>
internal sealed record ChartBar(int X, int Y, int Width, int Height, int Centre, string Class, string Title, string Week, bool IsKnown);

internal sealed record ChartBand(int Y, int Height, string Words);

internal sealed record ChartLine(int Y, string Words);

/// <summary>Weeks and figures under each other.</summary>
internal sealed record WeeksModel(string Title, string Week, string Figure, IReadOnlyList<WeekRow> Rows);

internal sealed record WeekRow(string Week, string Figure);

/// <summary>What a figure was made from; only the page has it.</summary>
internal sealed record TraceModel(string Title, string Taken, IReadOnlyList<InputModel> Inputs);

/// <summary>One metric of one account.</summary>
/// <param name="Name">Account, metric, and how it was read.</param>

internal sealed record InputModel(string Name, DaysModel Days, ListModel<TracedPost>? Posts, ListModel<string>? Referrers);

internal sealed record DaysModel(string Day, string Value, string Read, IReadOnlyList<DayRow> Rows);

/// <param name="Read">When the source gave it and whether it may still change; or that it gave nothing.</param>
internal sealed record DayRow(string Day, string Value, string Read);

internal sealed record TracedPost(string Words, string? Link);
