namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>What a template writes, which decides how values are escaped.</summary>
internal enum OutputFormat
{
    /// <summary>HTML for mail programs: its styles are inlined.</summary>
    Mail,

    /// <summary>HTML for browsers.</summary>
    Page,
    Text,
}
