using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Protocol;

/// <summary>
/// Asks about several items, such as posts, in one request. Where the platform refuses the request because of one item that
/// is gone, halves are asked for until that item stands alone: it is recorded under its own name, and the others are answered.
/// </summary>
/// <param name="what">The request's name in refusals, for requests that are refused whatever the items.</param>
/// <param name="skip">Names that are not asked for: items, or the request itself.</param>
internal sealed class AskItems(Refusals refusals, string what, IReadOnlySet<string> skip)
{
    /// <summary>So many refused items in a row, and none answered: the reason is not an item.</summary>
    private const int Most = 3;

    private readonly List<(string Item, SourceFailure Failure)> refused = [];
    private bool wasAnswered;
    private bool isOver = skip.Contains(what);

    /// <summary>Asks about some items.</summary>
    /// <param name="ask">Requests some of the items.</param>
    /// <returns>The answers; empty where nothing was answered.</returns>
    /// <exception cref="SourceException">A failure that is not a refusal: of the credential, the quota or the connection.</exception>
    public async Task<IReadOnlyList<TAnswer>> AskAsync<TAnswer>(IEnumerable<string> items, Func<IReadOnlyList<string>, Task<TAnswer>> ask)
    {
        var answers = new List<TAnswer>();
        try
        {
            await AskAsync([.. items.Where(item => !skip.Contains(item))], ask, answers);
        }
        finally
        {
            Report();
        }

        return answers;
    }

    private async Task AskAsync<TAnswer>(IReadOnlyList<string> items, Func<IReadOnlyList<string>, Task<TAnswer>> ask, List<TAnswer> answers)
    {
        if (items.Count == 0 || isOver) return;
        try
        {
            answers.Add(await ask(items));
            (wasAnswered, refusals.WasAnswered) = (true, true);
            return;
        }
        catch (SourceException e) when (e.Failure.Kind == SourceFailureKind.AnswerUnreadable)
        {
            refusals.Add(what, e.Failure);
            return;
        }
        catch (SourceException e) when (IsAboutAnItem(e) && items.Count == 1)
        {
            refused.Add((items[0], e.Failure));
            isOver = !wasAnswered && refused.Count >= Most;
            return;
        }
        catch (SourceException e) when (IsAboutAnItem(e))
        {
            // Which of them it was, the platform does not say in a form that can be relied on.
        }

        var half = items.Count / 2;
        await AskAsync([.. items.Take(half)], ask, answers);
        await AskAsync([.. items.Skip(half)], ask, answers);
    }

    /// <summary>Items are named where others were answered; else the request is what was refused.</summary>
    private void Report()
    {
        if (refused.Count == 0) return;
        if (wasAnswered)
        {
            foreach (var (item, failure) in refused) refusals.Add(item, failure);
        }
        else
        {
            refusals.Add(what, refused[0].Failure);
            isOver = true;
        }

        refused.Clear();
    }

    private static bool IsAboutAnItem(SourceException e) => Refusals.IsRefusal(e) || e.Failure.Kind == SourceFailureKind.AccountUnknown;
}
