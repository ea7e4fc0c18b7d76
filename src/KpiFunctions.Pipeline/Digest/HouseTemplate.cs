using Scriban;
using Scriban.Runtime;

namespace KpiFunctions.Pipeline.Digest;

/// <summary>
/// An embedded template, parsed once. It can reach the model and the two output filters and nothing else: no built-in
/// function, no clock, no file. Whatever the model does not have is an error, never an empty place.
/// </summary>
internal sealed class HouseTemplate
{
    /// <summary>Far above any digest; what reaches it is a fault, and is not cut in silence.</summary>
    private const int LongestOutput = 1_000_000;

    /// <exception cref="InvalidOperationException">The template cannot be parsed.</exception>
    public HouseTemplate(string resource)
    {
        using var reader = new StreamReader(typeof(HouseTemplate).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"There is no embedded template '{resource}'."));
        Template = Template.Parse(reader.ReadToEnd(), resource);
        if (Template.HasErrors) throw new InvalidOperationException($"Template '{resource}': {string.Join(" ", Template.Messages)}");
    }

    public Template Template { get; }

    /// <param name="model">A record of texts that are formatted, and of lists of such.</param>
    /// <exception cref="Scriban.Syntax.ScriptRuntimeException">The template asks for something that the model does not have.</exception>
    public string Render(object model)
    {
        var filters = new ScriptObject { IsReadOnly = false };
        filters.Import("h", OutputFilters.Html);
        filters.Import("t", OutputFilters.Text);
        var globals = new ScriptObject();
        globals.Import(model, renamer: Rename);

        var context = new TemplateContext(filters)
        {
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            EnableRelaxedTargetAccess = false,
            EnableRelaxedIndexerAccess = false,
            EnableRelaxedFunctionAccess = false,
            MemberRenamer = Rename,
            MemberFilter = member => member is System.Reflection.PropertyInfo,
            LimitToString = LongestOutput,
            OutputLimit = LongestOutput,
            OnStringLimit = ScriptLimitBehavior.Throw,
            OnOutputLimit = ScriptLimitBehavior.Throw,
            LoopLimit = 20_000,
        };
        context.PushGlobal(globals);
        return Template.Render(context);
    }

    private static string Rename(System.Reflection.MemberInfo member) => StandardMemberRenamer.Rename(member.Name);
}
