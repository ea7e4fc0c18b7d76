namespace KpiFunctions.Simulator.World;

/// <summary>What a Facebook page is like.</summary>
internal sealed record PageProfile
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>tz identifier of the zone in which its people write posts.</summary>
    public required string Zone { get; init; }

    public required Texts Texts { get; init; }

    /// <summary>Followers at the end of <see cref="Rhythm.Reference"/>.</summary>
    public required int Followers { get; init; }

    /// <summary>New followers on an ordinary day.</summary>
    public required double GainedPerDay { get; init; }

    public required double LostPerDay { get; init; }

    /// <summary>People reached on an ordinary day.</summary>
    public required double Reach { get; init; }

    /// <summary>Weekdays on which it posts.</summary>
    public required IReadOnlyList<DayOfWeek> PostDays { get; init; }

    /// <summary>How often a planned post is left out, or a second one added.</summary>
    public double PostWhim { get; init; } = 0.08;

    /// <summary>Per 1,000 people whom a post reached.</summary>
    public double ReactionsPerThousand { get; init; } = 22;

    /// <inheritdoc cref="ReactionsPerThousand"/>
    public double CommentsPerThousand { get; init; } = 3;

    /// <inheritdoc cref="ReactionsPerThousand"/>
    public double SharesPerThousand { get; init; } = 2;

    /// <inheritdoc cref="ReactionsPerThousand"/>
    public double ClicksPerThousand { get; init; } = 14;

    /// <summary>Posts of other pages that name this one.</summary>
    public required double MentionsPerDay { get; init; }

    public Rhythm Rhythm { get; init; } = new();

    public IReadOnlyList<WorldEvent> Events { get; init; } = [];
}
