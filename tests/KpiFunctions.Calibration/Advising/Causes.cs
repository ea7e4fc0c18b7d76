namespace KpiFunctions.Calibration.Advising;

/// <summary>Causes for each rule, one of them clear at least.</summary>
internal static class Causes
{
    public static readonly IReadOnlyList<Cause> All =
    [
        new("plan-missed-and-reach-fell", "no post of three planned, reach ÷ 5") { Posts = 0, Reach = 0.2 },
        new("google-share-rose", "Google sends three times as many visits") { Google = 3 },
        new("followers-lost", "200 more leave, where 40 come and 10 go") { FollowersLost = 200 },
        new("conversion-rate-fell", "a tenth converts") { Conversions = 0.1 },
        new("target-behind", "the target asks five times what is usual") { Target = 5 },
        new("nothing-posted", "no post for three weeks") { SilentWeeks = 3 },
        new("post-type-outperforms", "videos get twice as much") { Videos = 2, IsClear = false },
        new("post-type-outperforms", "videos get four times as much") { Videos = 4 },
        new("source-lost-sessions", "a sender of 100 sends half") { Partner = 0.5, IsClear = false },
        new("source-lost-sessions", "a sender of 100 sends a tenth") { Partner = 0.1 },
        new("questions-to-answer", "three questions") { Questions = 3 },
        new("network-costs-more-per-result", "a network costs 2 × the others") { Cost = 2, IsClear = false },
        new("network-costs-more-per-result", "a network costs 3 × the others") { Cost = 3, IsClear = false },
        new("network-costs-more-per-result", "a network costs 5 × the others") { Cost = 5 },
        new("spike-rests-on-one-post", "reach × 5, 80 % of it one post's") { Reach = 5, TopPost = 0.8 },
        new("action-brought-visits", "an action of this week brings 600 visits beside 2,000") { FreshCampaign = 600 },
    ];
}
