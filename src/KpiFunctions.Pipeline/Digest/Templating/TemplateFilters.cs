using Scriban.Syntax;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>The filters that a template may call.</summary>
internal static class TemplateFilters
{
    /// <summary>Writes a value into a style.</summary>
    public const string Style = "css";

    /// <summary>Writes a value into an address.</summary>
    public const string Address = "url";

    /// <summary>The filter that a pipe ends in; null where it ends in something else.</summary>
    public static string? Of(ScriptPipeCall pipe) => pipe.To switch
    {
        ScriptFunctionCall { Target: ScriptVariableGlobal { Name: var name }, Arguments.Count: 0 } => name,
        ScriptVariableGlobal { Name: var name } => name,
        _ => null,
    };
}
