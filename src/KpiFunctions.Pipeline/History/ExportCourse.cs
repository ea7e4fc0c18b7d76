using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.History;

/// <summary>How the cursor of an account follows its exports. In whatever order they come, the same cursor results. Pure.</summary>
public static class ExportCourse
{
    /// <summary>The cursor after an export.</summary>
    /// <param name="covered">The days that the export covers.</param>
    /// <param name="hasPosts">Whether it is a list of posts: then a covered day without a post had none.</param>
    /// <param name="droppedAt">When it was dropped.</param>
    /// <param name="droppedOn">The same as a day in the client's zone.</param>
    public static Cursor After(Cursor cursor, DayRange covered, bool hasPosts, DateTimeOffset droppedAt, DateOnly droppedOn)
    {
        // What an earlier release knew stays known.
        var before = HistoryReader.CoveredIn(cursor) ?? [];
        var ranges = DayRanges.Union(hasPosts ? before.Append(covered) : before);
        return cursor with
        {
            LastSuccess = cursor.LastSuccess > droppedAt ? cursor.LastSuccess : droppedAt,
            AnsweredThrough = cursor.AnsweredThrough > covered.Last ? cursor.AnsweredThrough : covered.Last,
            PostsCovered = ranges.Count > 0 ? ranges : null,
            Drops = ExportSilence.With(cursor.Drops, droppedOn),
        };
    }
}
