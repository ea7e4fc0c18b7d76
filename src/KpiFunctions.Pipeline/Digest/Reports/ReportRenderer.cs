using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Templating;

namespace KpiFunctions.Pipeline.Digest.Reports;

/// <summary>Writes the mails to consultants. Made once and shared; the same report gives the same mail, byte for byte.</summary>
public sealed class ReportRenderer
{
    private readonly DigestTemplate html = DigestTemplate.Embedded("report.html", OutputFormat.Mail);
    private readonly DigestTemplate text = DigestTemplate.Embedded("report.txt", OutputFormat.Text);

    /// <summary>Writes a report in the reader's language.</summary>
    /// <exception cref="ArgumentException">It cannot be made small enough.</exception>
    public RenderedReport Render(ConsultantReport report)
    {
        foreach (var size in ReportSize.Steps)
        {
            var model = ReportWriter.Write(Language.Of(report.Language), report, size);
            if (html.RenderWithin(DigestRenderer.LargestHtml, model) is { } written)
                return new(OutputFilters.Line(model.Subject), written, text.Render(model), report.Face.Sender);
        }

        throw new ArgumentException($"A report is larger than {DigestRenderer.LargestHtml} bytes at its shortest.");
    }
}
