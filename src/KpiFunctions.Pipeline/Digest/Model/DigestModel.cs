using KpiFunctions.Pipeline.Digest.Branding;

namespace KpiFunctions.Pipeline.Digest.Model;

/// <summary>
/// What both templates write: every text is already in the reader's language and formatted. A part that a digest does
/// not have is null, and the template asks before it writes it.
/// </summary>
internal sealed record DigestModel
{
    public required string Language { get; init; }

    public required string Subject { get; init; }

    /// <summary>What an inbox shows after the subject.</summary>
    public required string Preheader { get; init; }

    /// <summary>Agency, client and days in one line.</summary>
    public required string Header { get; init; }

    public required string Client { get; init; }

    public required string Period { get; init; }

    /// <summary>The week as one sentence.</summary>
    public required string Headline { get; init; }

    /// <summary>What to do, or what has to be known before all else.</summary>
    public required string? Lede { get; init; }

    public required BrandModel Brand { get; init; }

    /// <summary>The consultant's own words.</summary>
    public required NoteModel? Note { get; init; }

    /// <summary>One row for each objective: what the mail shows of it. Empty on the page.</summary>
    public required IReadOnlyList<RowModel> Rows { get; init; }

    /// <summary>What stands out, two points at most.</summary>
    public required ListModel<string>? Highlights { get; init; }

    /// <summary>What the reader may do, two proposals or requests at most.</summary>
    public required ListModel<ProposalModel>? Proposals { get; init; }

    /// <summary>A figure told before that is another one now.</summary>
    public required string? Correction { get; init; }

    /// <summary>What may still change.</summary>
    public required string? Provisional { get; init; }

    /// <summary>All that is known of each objective. Only the page and agencies' own templates have it.</summary>
    public required IReadOnlyList<ObjectiveModel> Objectives { get; init; }

    /// <summary>How many objectives did not fit.</summary>
    public required string? More { get; init; }

    /// <summary>What to change.</summary>
    public required ListModel<string>? Advice { get; init; }

    /// <summary>Posts planned and published.</summary>
    public required ListModel<string>? Plan { get; init; }

    public required ListModel<string>? Notes { get; init; }

    /// <summary>To the same digest as a page; null where there is none.</summary>
    public required LinkModel? Page { get; init; }

    public required FooterModel Footer { get; init; }
}

/// <param name="Logo">An https address.</param>
/// <param name="Accent">The agency's colour, for surfaces.</param>
/// <param name="InkOnAccent">What can be read on it.</param>
/// <param name="Link">The accent, readable on light paper.</param>
/// <param name="LinkOnDark">The same, readable on dark paper.</param>
internal sealed record BrandModel(string Agency, string? Logo, string Accent, string InkOnAccent, string Link, string LinkOnDark);

/// <param name="Words">Where it leads.</param>
internal sealed record LinkModel(string Words, string Address);

/// <summary>A consultant's note: paragraphs, headings and items of lists, each made of spans.</summary>
/// <param name="Short">All of it, or its first paragraph where it is long.</param>
/// <param name="ReadOn">To the rest of it on the page; null where <paramref name="Short"/> is all.</param>
internal sealed record NoteModel(string Title, IReadOnlyList<NoteBlockModel> Blocks, IReadOnlyList<NoteBlockModel> Short, LinkModel? ReadOn);

/// <param name="Kind"><c>paragraph</c>, <c>heading</c> or <c>item</c>.</param>
/// <param name="Bullet">What stands before an item: a sign or a number.</param>
/// <param name="Direction"><c>rtl</c> or <c>ltr</c>.</param>
/// <param name="Line">All of it in one line.</param>
/// <param name="Language">What it is written in, as an ISO 639-1 code; the digest may be in another language.</param>
internal sealed record NoteBlockModel(string Kind, string? Bullet, string Direction, IReadOnlyList<NoteSpanModel> Spans, string Line, string Language);

internal sealed record NoteSpanModel(string Text, bool IsBold, bool IsItalic, string? Link);

/// <param name="Heading">Name and verdict in words.</param>
/// <param name="Arrow">The verdict's sign; null where nothing went anywhere.</param>
/// <param name="Anchor">The name of its place on the page.</param>
internal sealed record ObjectiveModel(
    string Anchor,
    string Heading,
    string? Arrow,
    Tone Tone,
    ListModel<KpiModel> Primary,
    ExplainingModel? Explaining,
    ListModel<PostModel>? Posts,
    ListModel<PostModel>? Threads,
    IReadOnlyList<TrafficModel> Traffic,
    string? Moves,
    ListModel<string>? Worth,
    ListModel<ActionModel>? Actions);

/// <summary>A figure that the verdict rests on.</summary>
/// <param name="Label">What stands above the figure: an account, or the name of a figure that needs one.</param>
/// <param name="Figure">The number with its unit's sign, or the word for its absence.</param>
/// <param name="Noun">What the number counts.</param>
/// <param name="Line">Label, figure and noun in one line.</param>
/// <param name="Reason">Why there is no figure.</param>
internal sealed record KpiModel(
    string? Label,
    string Figure,
    string? Noun,
    string Line,
    string? Reason,
    VerdictModel? Verdict,
    string? Usual,
    string? Range,
    string Previous,
    string? YearBefore,
    string? Basis,
    SparkModel? Spark,
    TargetModel? Target,
    ChartModel? Chart,
    TraceModel? Trace);

/// <param name="Done">Hundredths of the way, for a bar; null where a bar would mislead.</param>
/// <param name="Picture">The way there; null where it would add nothing to the words.</param>
internal sealed record TargetModel(string Words, Tone Tone, int? Done, int? Left, PictureModel? Picture);

/// <param name="Address">Within the mail: <c>cid:…</c>.</param>
/// <param name="Alt">What it shows, in words.</param>
internal sealed record PictureModel(string Address, string Alt, int Width, int Height);

internal sealed record ExplainingModel(string Title, string Figure, string Week, string Usual, string? Range, IReadOnlyList<ExplainingRow> Rows, string? More);

/// <param name="Note">How the figure was taken; null where that is what anybody would expect.</param>
/// <param name="Line">The row in one line.</param>
internal sealed record ExplainingRow(string Name, string Value, string Usual, string? Range, VerdictModel? Verdict, string? Note, string Line, TraceModel? Trace);

internal sealed record PostModel(string Text, string? Link, string About, string Figure);

internal sealed record TrafficModel(string Title, string Origin, string Visits, string? Conversions, string? Revenue, IReadOnlyList<TrafficLine> Rows, string? More);

internal sealed record TrafficLine(string Name, bool IsChannel, string Visits, string Share, string? Conversions, string? Revenue, string Line);

internal sealed record ActionModel(string Name, string About, string Brought);

/// <param name="StopBefore">The sentence up to the address.</param>
/// <param name="StopAfter">The sentence after it.</param>
/// <param name="Unsubscribe">Null where the pipeline has no links of its own: an answer to the address does it then.</param>
/// <param name="Agency">The agency's own line.</param>
internal sealed record FooterModel(string Why, string StopBefore, string Address, string Mailto, string StopAfter, UnsubscribeModel? Unsubscribe, string? Agency);

internal sealed record UnsubscribeModel(string Words, RecipientLink Address);
