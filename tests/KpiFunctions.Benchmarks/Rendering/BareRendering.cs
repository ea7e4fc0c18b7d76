using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Templating;
using Scriban;
using Scriban.Runtime;

namespace KpiFunctions.Benchmarks.Rendering;

/// <summary>
/// The least work that writes the same mail: Scriban alone, on a model whose words are ready. Nothing is escaped, nothing
/// is limited, and an address or a style is written as it is.
/// </summary>
internal sealed class BareRendering(DigestModel model)
{
    private static readonly Template HtmlPart = DigestTemplate.Embedded("digest.html", OutputFormat.Mail).Template;
    private static readonly Template TextPart = DigestTemplate.Embedded("digest.txt", OutputFormat.Text).Template;

    /// <summary>Both parts, as the mail has them.</summary>
    public (string Html, string Text) Write() => (Write(HtmlPart), Write(TextPart));

    private string Write(Template template)
    {
        var globals = new ScriptObject();
        globals.Import(model, renamer: Rename);
        globals.Import("css", AsItIs);
        globals.Import("url", AsItIs);
        var context = new TemplateContext(new ScriptObject()) { MemberRenamer = Rename };
        context.PushGlobal(globals);
        return template.Render(context);
    }

    private static object? AsItIs(object? value) => value;

    private static string Rename(System.Reflection.MemberInfo member) => StandardMemberRenamer.Rename(member.Name);
}
