namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>What an objective's row of the mail shows.</summary>
internal enum RowState
{
    Better,
    Worse,

    /// <summary>Some figures are better and others worse.</summary>
    Mixed,

    /// <summary>Nothing changed beyond chance, or no more than in the same weeks of earlier years.</summary>
    Normal,

    /// <summary>A figure strays as one of so many does by chance alone.</summary>
    Borderline,

    /// <summary>There are figures, and nothing yet to compare them with.</summary>
    TooEarly,

    /// <summary>There is no figure, for a reason that the row gives.</summary>
    NoFigure,

    /// <summary>There is no figure because days of the week are missing.</summary>
    Incomplete,

    /// <summary>There is no verdict, but a target whose course is known.</summary>
    TargetOnly,
}
