using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>The verdict on a brand's file.</summary>
/// <param name="Content">The content to put in force; null where there is an error.</param>
/// <param name="Problems">All problems, in the file's order.</param>
public sealed record BrandFileVerdict(ReadOnlyMemory<byte>? Content, IReadOnlyList<ConfigProblem> Problems);

/// <summary>Checks a brand's files: a face is parsed; a template is parsed, checked against the rules and rendered on sample weeks. Nothing is stored.</summary>
public sealed class BrandFileCheck(TemplateTrial trial)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Checks one file.</summary>
    /// <param name="name">Its name within <c>templates</c>; messages contain it.</param>
    /// <param name="content">Its bytes: UTF-8, with or without a byte order mark.</param>
    public BrandFileVerdict Check(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var read = BrandFileName.Read(name);
        if (read is not { Brand: { } brand, File: { } file }) return new(null, read.Problems);
        if (file == BrandFiles.Face)
        {
            var face = BrandParser.Parse(name, brand, content);
            return face.Brand is null ? new(null, face.Problems) : new(content, face.Problems);
        }

        var (text, unreadable) = Text(name, content);
        if (text is null) return new(null, [unreadable!]);
        var problems = Problems(brand, file, text, cancellationToken);
        return problems.Count > 0 ? new(null, [.. problems.Select(Reported)]) : new(StrictUtf8.GetBytes(text), []);
    }

    /// <summary>The problem of a valid file that is too large to be stored.</summary>
    public static ConfigProblem TooLarge(string name) => new(
        Severity.Error, new(1, 1), "", null, $"the file has more than {BrandDirectory.LargestPacked} bytes when it is packed, which is the most that can be kept", "take out pictures and remarks")
    {
        File = name,
    };

    private IReadOnlyList<TemplateProblem> Problems(string brand, string file, string text, CancellationToken cancellationToken)
    {
        var (templates, problems) = file == BrandFiles.Html ? BrandTemplates.Read(brand, text, null) : BrandTemplates.Read(brand, null, text);
        return problems.Count > 0 ? problems : trial.Run(templates, cancellationToken);
    }

    private static (string? Text, ConfigProblem? Problem) Text(string name, ReadOnlyMemory<byte> content)
    {
        var hasMark = content.Span.StartsWith("\uFEFF"u8);
        var bytes = hasMark ? content.Span[3..] : content.Span;
        try
        {
            var text = StrictUtf8.GetString(bytes);
            return string.IsNullOrWhiteSpace(text) ? Refused(new(1, 1), null, "the file is empty", "delete it to have the built-in template") : (text, null);
        }
        catch (DecoderFallbackException exception)
        {
            var before = Encoding.UTF8.GetString(bytes[..exception.Index]);
            var at = new Place(before.Count(character => character == '\n') + 1, before.Length - before.LastIndexOf('\n'));
            return Refused(at, $"byte {exception.Index + (hasMark ? 3 : 0) + 1} (0x{bytes[exception.Index]:X2})", "is not UTF-8", "save the file as UTF-8");
        }

        (string?, ConfigProblem?) Refused(Place at, string? found, string message, string hint) => (null, new(Severity.Error, at, "", found, message, hint) { File = name });
    }

    private static ConfigProblem Reported(TemplateProblem problem) =>
        new(Severity.Error, new(problem.Line ?? 1, problem.Column ?? 1), "", null, problem.Message, null) { File = problem.File };
}
