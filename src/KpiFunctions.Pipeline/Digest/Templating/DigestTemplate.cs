using System.Collections.Concurrent;
using System.Text;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>
/// A template, parsed once, its styles inlined. It can reach the model and two filters and nothing else: no built-in
/// function, no clock, no file. Every value that it writes is escaped, whatever the template says. What the model does
/// not have is an error, never an empty place.
/// </summary>
internal sealed class DigestTemplate
{
    /// <summary>Far above any digest; what reaches it is a fault, and is not cut in silence.</summary>
    private const int LongestOutput = 1_000_000;

    private const int MostSteps = 20_000;

    private static readonly ScriptObject Filters = CreateFilters();

    private readonly Func<object?, string> escape;

    /// <summary>As its file has it, which tells the places of faults; null where its styles moved nothing.</summary>
    private readonly Template? written;

    private DigestTemplate(string name, Template template, OutputFormat format, Template? written = null)
    {
        (Name, Template, this.written) = (name, template, written);
        escape = format == OutputFormat.Text ? OutputFilters.Text : OutputFilters.Html;
    }

    public string Name { get; }

    public Template Template { get; }

    /// <summary>One of the pipeline's own.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or breaks a rule.</exception>
    public static DigestTemplate Embedded(string resource, OutputFormat format)
    {
        using var reader = new StreamReader(typeof(DigestTemplate).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"There is no embedded template '{resource}'."));
        var (template, problems) = Read(resource, reader.ReadToEnd(), format);
        return template ?? throw new InvalidOperationException(string.Join(' ', problems));
    }

    /// <summary>Reads a template and holds it against the rules.</summary>
    /// <returns>The template, or null and what is wrong with it, in the file's order.</returns>
    /// <param name="model">What it is to write; null where its names are checked by writing.</param>
    public static (DigestTemplate? Template, IReadOnlyList<TemplateProblem> Problems) Read(string name, string source, OutputFormat format, Type? model = null)
    {
        if (TemplateRules.Check(name, source, format, model) is { Count: > 0 } problems) return (null, problems);
        var written = TemplateRules.Parse(name, source);
        if (format != OutputFormat.Mail) return (new(name, written, format), []);

        var (inlined, wrong) = StyleInliner.Inline(name, source);
        if (wrong.Count > 0) return (null, wrong);
        var template = TemplateRules.Parse(name, inlined);
        return template.HasErrors
            ? (null, [new(name, null, null, $"its styles cannot be written into its tags; look for code in 'class' and 'style' that is cut up by blanks or ';': {template.Messages[0].Message}")])
            : (new(name, template, format, written), []);
    }

    /// <exception cref="ScriptRuntimeException">The template asks for something that the model does not have, or goes beyond a limit.</exception>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public string Render(object model, CancellationToken cancellationToken = default)
    {
        using var paper = new Paper(int.MaxValue);
        try
        {
            return Write(Template, model, paper, cancellationToken);
        }
        catch (ScriptRuntimeException) when (written is not null && !cancellationToken.IsCancellationRequested)
        {
            // Once more as the file has it: the fault's place is one in the file then.
            using var second = new Paper(int.MaxValue);
            Write(written, model, second, cancellationToken);
            throw;
        }
    }

    /// <summary>The same, given up where it gets too large.</summary>
    /// <param name="bytes">The most that it may have, as UTF-8.</param>
    /// <returns>Null where it has more.</returns>
    /// <inheritdoc cref="Render"/>
    public string? RenderWithin(int bytes, object model)
    {
        // No character takes less than a byte.
        using var paper = new Paper(bytes);
        var text = Write(Template, model, paper, default);
        return paper.IsFull || Encoding.UTF8.GetByteCount(text) > bytes ? null : text;
    }

    private string Write(Template template, object model, Paper paper, CancellationToken cancellationToken)
    {
        var context = new EscapingContext(paper, escape)
        {
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            EnableRelaxedTargetAccess = false,
            EnableRelaxedIndexerAccess = false,
            EnableRelaxedFunctionAccess = false,
            MemberRenamer = TemplateMembers.NameOf,
            MemberFilter = TemplateMembers.HasName,
            LimitToString = LongestOutput,
            OutputLimit = LongestOutput,
            OnStringLimit = ScriptLimitBehavior.Throw,
            OnOutputLimit = ScriptLimitBehavior.Throw,
            LoopLimit = 0,
            CancellationToken = cancellationToken,
        };
        context.PushGlobal(Globals(context, model));
        context.PushOutput(paper);
        return template.Render(context);
    }

    private static ScriptObject Globals(TemplateContext context, object model)
    {
        var (globals, members) = (new ScriptObject(), context.GetMemberAccessor(model));
        foreach (var name in members.GetMembers(context, default, model))
            if (members.TryGetValue(context, default, model, name, out var value)) globals.SetValue(name, value, readOnly: false);
        return globals;
    }

    private static ScriptObject CreateFilters()
    {
        var filters = new ScriptObject();
        filters.SetValue(TemplateFilters.Style, DelegateCustomFunction.CreateFunc<object?, string>(OutputFilters.Css), readOnly: true);
        filters.SetValue(TemplateFilters.Address, DelegateCustomFunction.CreateFunc<object?, CheckedAddress>(OutputFilters.Address), readOnly: true);
        filters.IsReadOnly = true;
        return filters;
    }

    /// <summary>Escapes each value as it is written; a template's own text goes another way.</summary>
    private sealed class EscapingContext(Paper paper, Func<object?, string> escape) : TemplateContext(Filters)
    {
        /// <summary>How to read the model's types, by type: finding that out takes longer than writing a mail.</summary>
        private static readonly ConcurrentDictionary<Type, IObjectAccessor?> Accessors = new();

        protected override IObjectAccessor? GetMemberAccessorImpl(object target) =>
            Accessors.GetOrAdd(target.GetType(), (_, read) => read.Of(read.Target), (Of: (Func<object, IObjectAccessor?>)base.GetMemberAccessorImpl, Target: target));

        private int steps;

        public override TemplateContext Write(SourceSpan span, object? textAsObject)
        {
            Write(Escaped(span, textAsObject));
            return this;
        }

        public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
        {
            var value = base.Evaluate(scriptNode, aliasReturnedFunction);

            // Scriban writes nothing for nothing, and never asks to have it written.
            return value is null && scriptNode is ScriptExpressionStatement statement ? Escaped(statement.Span, null) : value;
        }

        /// <summary>A loop ends where nobody wants to read on. Steps are counted over all loops: Scriban begins anew with each.</summary>
        protected override bool OnStepLoop(ScriptLoopStatementBase loop)
        {
            if (paper.IsFull) return false;
            return ++steps <= MostSteps ? base.OnStepLoop(loop) : throw new ScriptRuntimeException(loop.Span, $"Its loops take more than {MostSteps} steps.");
        }

        private string Escaped(SourceSpan span, object? value)
        {
            try
            {
                return escape(value);
            }
            catch (InvalidOperationException exception)
            {
                throw new ScriptRuntimeException(span, exception.Message, exception);
            }
        }
    }
}
