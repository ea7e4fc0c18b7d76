using KpiFunctions.Pipeline.Digest.Templating;

namespace KpiFunctions.Tests.Digest.Templating;

/// <summary>Templates as tests write them.</summary>
internal static class Written
{
    /// <summary>
    /// What reading a template may allocate: the costliest in these tests takes 615 bytes a character. A style that is
    /// copied into each tag, or any other work in the square of a file's length, would take tens of thousands.
    /// </summary>
    public const long MostBytesPerCharacter = 1_500;

    public static string House => File.ReadAllText(Repository.PathOf("src", "KpiFunctions.Pipeline", "Digest", "Templates", "digest.html"));

    public static string HouseText => File.ReadAllText(Repository.PathOf("src", "KpiFunctions.Pipeline", "Digest", "Templates", "digest.txt"));

    public static string Sample(string file) => File.ReadAllText(Repository.PathOf("samples", "templates", "atelier", file));

    /// <summary>A whole mail around a body.</summary>
    public static string Mail(string body, string head = "") =>
        $"<!DOCTYPE html>\n<html lang=\"{{{{ language }}}}\"><head><title>{{{{ subject }}}}</title>{head}</head>\n<body><h1>{{{{ headline }}}}</h1>\n{body}\n<a href=\"{{{{ footer.mailto | url }}}}\">{{{{ footer.address }}}}</a></body></html>\n";

    public static IReadOnlyList<string> Problems(string source, OutputFormat format = OutputFormat.Mail) =>
        [.. DigestTemplate.Read("t", source, format).Problems.Select(problem => problem.ToString())];

    /// <summary>The problems of a mail with that body.</summary>
    public static IReadOnlyList<string> ProblemsOf(string body) => Problems(Mail(body));

    /// <summary>What a template that is in order writes.</summary>
    public static string Render(string source, object model, OutputFormat format = OutputFormat.Mail)
    {
        var (template, problems) = DigestTemplate.Read("t", source, format);
        problems.Select(problem => problem.ToString()).ShouldBeEmpty();
        return template!.Render(model);
    }
}
