using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>The table of a digest's transitions.</summary>
public sealed class DigestLifecycleTests
{
    [Fact]
    public void No_state_has_two_transitions_on_one_finding() =>
        DigestLifecycle.Transitions.Select(transition => (transition.From, transition.On)).ShouldBeUnique();

    [Fact]
    public void Each_transition_ends_the_digest_or_leaves_something_that_wakes_it()
    {
        foreach (var transition in DigestLifecycle.Transitions)
        {
            var hasEnded = DigestLifecycle.HasEnded(new("shop", default, default, transition.To, [], default) { HeldFor = transition.Reason });
            (transition.Wakes == Wake.Nothing).ShouldBe(hasEnded, transition.ToString());
        }
    }

    [Fact]
    public void A_state_that_looks_again_at_once_always_gets_nearer_to_its_end()
    {
        var order = new[] { RunState.Planned, RunState.Waiting, RunState.Held, RunState.Drafted, RunState.Built, RunState.Sent, RunState.Missed };
        DigestLifecycle.Transitions.Where(transition => transition.Wakes == Wake.AtOnce)
            .ShouldAllBe(transition => Array.IndexOf(order, transition.To) > Array.IndexOf(order, transition.From));
    }

    [Fact]
    public void Each_state_that_has_not_ended_has_a_way_to_an_end()
    {
        foreach (var state in Enum.GetValues<RunState>().Where(state => !DigestLifecycle.HasEnded(new("shop", default, default, state, [], default) { HeldFor = state == RunState.Held ? HeldFor.NoFigures : null })))
        {
            var reached = new HashSet<RunState> { state };
            for (var before = 0; before < reached.Count;)
            {
                before = reached.Count;
                reached.UnionWith(DigestLifecycle.Transitions.Where(transition => reached.Contains(transition.From)).Select(transition => transition.To).ToList());
            }

            reached.ShouldContain(RunState.Sent);
            reached.ShouldContain(RunState.Missed);
        }
    }

    [Theory]
    [InlineData(HeldFor.MailRefused)]
    [InlineData(HeldFor.MailUnknown)]
    [InlineData(null)]
    public void A_digest_that_is_held_for_its_mails_goes_on_only_when_a_person_acts(HeldFor? reason) =>
        DigestLifecycle.HasEnded(new("shop", default, default, RunState.Held, [], default) { HeldFor = reason }).ShouldBeTrue();
}
