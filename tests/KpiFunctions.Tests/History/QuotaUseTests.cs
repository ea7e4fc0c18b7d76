using CsCheck;
using KpiFunctions.Pipeline.History;

using KpiFunctions.Testing;

namespace KpiFunctions.Tests.History;

public sealed class QuotaUseTests
{
    private static readonly QuotaUse Fresh = new();

    [Fact]
    public void Whatever_is_taken_and_given_back_the_limit_is_never_passed() =>
        Gen.Select(Gen.Int[0, 50], Gen.Select(Gen.Int[1, 5], Gen.Int[0, 12], Gen.Bool, Gen.Int[0, 5]).List[0, 40]).Sample((limit, steps) =>
        {
            var use = Fresh with { Accounts = 7 };
            foreach (var (least, more, hadTurn, back) in steps)
            {
                (var given, use) = use.Take(limit, least, least + more, hadTurn);
                if (use.Used > limit || (given != 0 && (given < least || given > least + more))) return false;
                use = use.GiveBack(Math.Min(back, given));
                if (!hadTurn && given > 0) use = use with { Served = use.Served + 1 };
            }

            return use.Used >= 0;
        });

    [Fact]
    public void As_much_is_given_as_there_is() => Fresh.Take(10, 1, 8, hadTurn: false).After.Take(10, 1, 8, hadTurn: false).Given.ShouldBe(2);

    [Fact]
    public void Less_than_is_of_use_is_not_given_at_all()
    {
        var use = Fresh with { Used = 7 };

        use.Take(10, 5, 100, hadTurn: false).ShouldBe((0, use));
    }

    [Fact]
    public void Who_had_a_turn_leaves_the_shares_of_those_who_had_none()
    {
        // Of 100 requests for 10 accounts, 4 had theirs: 6 shares of 10 are not theirs to take.
        var use = Fresh with { Accounts = 10, Served = 4, Used = 35 };

        use.Take(100, 1, 8, hadTurn: true).Given.ShouldBe(5);
        use.Take(100, 1, 8, hadTurn: false).Given.ShouldBe(8);
        (use with { Used = 40 }).Take(100, 1, 8, hadTurn: true).Given.ShouldBe(0);
    }

    [Fact]
    public void When_all_had_their_turn_what_is_left_is_for_anybody() => (Fresh with { Accounts = 10, Served = 10, Used = 90 }).Take(100, 1, 8, hadTurn: true).Given.ShouldBe(8);

    [Fact]
    public void Where_nobody_counted_the_accounts_nothing_is_kept_back() => Fresh.Take(100, 1, 8, hadTurn: true).Given.ShouldBe(8);
}
