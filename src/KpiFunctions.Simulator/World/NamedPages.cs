namespace KpiFunctions.Simulator.World;

/// <summary>The Facebook pages of the sample clients, and what any other page is like.</summary>
internal static class NamedPages
{
    private static readonly DayOfWeek[] EveryDay = Enum.GetValues<DayOfWeek>();

    private static readonly PageProfile[] All =
    [
        new()
        {
            Id = "201100000000001",
            Name = "Boissons Soléa",
            Zone = "Europe/Paris",
            Texts = Vocabulary.Drinks,
            Followers = 400_000,
            GainedPerDay = 190,
            LostPerDay = 120,
            Reach = 250_000,
            PostDays = EveryDay,
            CommentsPerThousand = 1.4,
            ReactionsPerThousand = 16,
            MentionsPerDay = 6,
            Rhythm = new() { Week = [0.94, 0.95, 0.97, 1.0, 1.08, 1.06, 1.0], YearlyGrowth = 0.05 },
            Events =
            [
                new(3, 9, 10, 1.35, Course.Plateau),
                new(6, 21, 40, 1.3, Course.Slide),
                new(9, 17, 5, 2.6, Course.Spike),
                new(11, 18, 5, 2.2, Course.Spike),
            ],
        },
        new()
        {
            Id = "201100000000002",
            Name = "Confiserie du Port",
            Zone = "Europe/Paris",
            Texts = Vocabulary.Sweets,
            Followers = 2_300,
            GainedPerDay = 2.6,
            LostPerDay = 1.1,
            Reach = 600,
            PostDays = [DayOfWeek.Tuesday, DayOfWeek.Thursday, DayOfWeek.Saturday],
            CommentsPerThousand = 9,
            ReactionsPerThousand = 55,
            SharesPerThousand = 6,
            ClicksPerThousand = 30,
            MentionsPerDay = 0.3,
            Rhythm = new() { Week = [0.8, 0.95, 0.95, 1.0, 1.05, 1.2, 1.05], YearlyGrowth = 0.12, ChristmasPeak = 0.5, Noise = 0.18 },
            Events = [new(2, 2, 3, 1.8, Course.Spike), new(11, 17, 20, 1.35, Course.Plateau)],
        },
        new()
        {
            Id = "201100000000003",
            Name = "Southern Ridge Outdoors",
            Zone = "Pacific/Auckland",
            Texts = Vocabulary.Outdoor,
            Followers = 18_200,
            GainedPerDay = 14,
            LostPerDay = 6,
            Reach = 5_200,
            PostDays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Friday, DayOfWeek.Sunday],
            CommentsPerThousand = 5,
            ReactionsPerThousand = 32,
            ClicksPerThousand = 24,
            MentionsPerDay = 1.1,
            Rhythm = new() { Week = [1.0, 1.0, 1.02, 1.05, 1.08, 0.95, 0.9], YearlyGrowth = 0.15 },
            Events = [new(4, 20, 12, 0.75, Course.Slide), new(10, 24, 3, 2.0, Course.Spike)],
        },
    ];

    /// <summary>The page of that number: a named one, or one that its number alone describes.</summary>
    public static PageProfile Of(string id) => All.FirstOrDefault(page => page.Id == id) ?? Derived(id);

    private static PageProfile Derived(string id)
    {
        var dice = new Dice(0, id, "page");
        var followers = 3_000 + dice.Below(37_000);
        var english = dice.Happens(0.4);
        var start = dice.Below(7);
        return new()
        {
            Id = id,
            Name = $"Page {id}",
            Zone = english ? "Europe/London" : "Europe/Paris",
            Texts = english ? Vocabulary.English : Vocabulary.French,
            Followers = followers,
            GainedPerDay = followers * 0.0009,
            LostPerDay = followers * 0.0005,
            Reach = followers * (0.15 + (0.3 * dice.Uniform())),
            PostDays = [.. Enumerable.Range(0, 3 + dice.Below(4)).Select(step => (DayOfWeek)((start + (step * 2)) % 7))],
            MentionsPerDay = 0.2 + dice.Uniform(),
            Rhythm = new() { YearlyGrowth = -0.1 + (0.4 * dice.Uniform()), Noise = 0.08 + (0.1 * dice.Uniform()) },
        };
    }
}
