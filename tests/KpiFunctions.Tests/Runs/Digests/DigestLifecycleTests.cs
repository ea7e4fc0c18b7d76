using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>The table of a digest's transitions.</summary>
public sealed class DigestLifecycleTests
{
    [Fact]
    public void No_state_has_two_transitions_on_one_finding() =>
        DigestLifecycle.Transitions.Select(transition => (transition.From, transition.While, transition.On)).ShouldBeUnique();

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
        // Only a person leads to a digest that a person holds.
        (RunState, HeldFor?)[] order =
        [
            (RunState.Planned, null), (RunState.Held, HeldFor.ByPerson), (RunState.Waiting, null), (RunState.Held, HeldFor.NoFigures), (RunState.Drafted, null), (RunState.Built, null), (RunState.Sent, null),
            (RunState.Missed, null),
        ];
        DigestLifecycle.Transitions.Where(transition => transition.Wakes == Wake.AtOnce)
            .ShouldAllBe(transition => Array.IndexOf(order, ValueTuple.Create(transition.To, transition.Reason)) > Array.IndexOf(order, ValueTuple.Create(transition.From, transition.While)));
        DigestLifecycle.Transitions.Where(transition => transition.Reason == HeldFor.ByPerson).ShouldAllBe(transition => transition.While == HeldFor.ByPerson);
    }

    [Fact]
    public void What_a_person_may_do_is_declared_once_for_each_state_and_leads_to_a_state_that_goes_on_or_has_ended()
    {
        DigestLifecycle.ByPersons.Select(transition => (transition.From, transition.While, transition.Action)).ShouldBeUnique();
        DigestLifecycle.ByPersons.ShouldAllBe(transition => (transition.Reason != null) == (transition.To == RunState.Held));
        var declared = DeclaredAction.All.Select(action => action.Name).ToList();
        DigestLifecycle.ByPersons.ShouldAllBe(transition => declared.Contains(transition.Action));
    }

    /// <summary>A person ends a wait; nobody can keep a digest for ever.</summary>
    [Fact]
    public void A_digest_that_a_person_holds_ends_by_itself()
    {
        var held = DigestLifecycle.Transitions.Where(transition => transition.While == HeldFor.ByPerson).Select(transition => transition.To).ToHashSet();
        held.ShouldContain(RunState.Missed);
        held.ShouldContain(RunState.Waiting);
        held.ShouldContain(RunState.Drafted);
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
