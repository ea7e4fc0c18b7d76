using System.Text;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Templating;
using Scriban.Syntax;

namespace KpiFunctions.Pipeline.Digest;

/// <summary>What a brand's templates made of a digest; where one of them failed, why.</summary>
internal sealed record BrandRendering(string? Html, string? Text, TemplateFault? Fault)
{
    /// <summary>The largest HTML part of a mail, in bytes: Gmail clips a mail near 102 KB, and the footer with it.</summary>
    public const int LargestHtml = 80 * 1024;

    /// <summary>More than a hundred times what any digest takes.</summary>
    private static readonly TimeSpan LongestRendering = TimeSpan.FromSeconds(5);

    /// <summary>Renders with a brand's templates, and with the pipeline's for what the brand does not have.</summary>
    public static BrandRendering Of(BrandTemplates own, DigestTemplate html, DigestTemplate text, DigestModel model, CancellationToken cancellationToken)
    {
        var (htmlPart, fault) = Try(own.Html, html, model, cancellationToken);
        if (fault is not null) return new(null, null, fault);

        // One that is too large is not looked at: it is written again with shorter lists.
        if (own.Html is { } template && Encoding.UTF8.GetByteCount(htmlPart!) <= LargestHtml && MailRules.Check(htmlPart!) is { Count: > 0 } problems)
            return new(null, null, new(template.Name, string.Join('\n', problems)));
        (var textPart, fault) = Try(own.Text, text, model, cancellationToken);
        return fault is null ? new(htmlPart, textPart, null) : new(null, null, fault);
    }

    private static (string? Written, TemplateFault? Fault) Try(DigestTemplate? own, DigestTemplate house, DigestModel model, CancellationToken cancellationToken)
    {
        if (own is null) return (house.Render(model, CancellationToken.None), null);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestRendering);
        try
        {
            return (own.Render(model, limit.Token), null);
        }
        catch (ScriptRuntimeException exception) when (!limit.IsCancellationRequested)
        {
            return (null, new(own.Name, exception.OriginalMessage) { At = new(exception.Span.Start.Line + 1, exception.Span.Start.Column + 1) });
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever a template makes happen, the digest goes out.
            return limit.IsCancellationRequested
                ? (null, new(own.Name, $"It took longer than {LongestRendering.TotalSeconds:0} seconds.") { IsTooSlow = true })
                : (null, new(own.Name, exception.Message));
        }
    }
}
