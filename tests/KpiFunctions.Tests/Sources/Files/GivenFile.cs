using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>Exports of one account, read on Monday 16 November 2026 at nine in Paris.</summary>
internal static class GivenFile
{
    public static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-16T08:00:00Z");

    public static readonly Zone Paris = Zone.Find("Europe/Paris")!;

    /// <summary>The pipeline's own names.</summary>
    public static readonly SourceConfig Plain = new() { Type = "files", Account = "page", Name = "Facebook", Files = new(null, null) };

    public static SourceConfig Mapped(Dictionary<string, string>? posts, Dictionary<string, string>? readings = null) => Plain with { Files = new(posts, readings) };

    public static ImportResult Import(string text, SourceConfig? source = null) => Import(Encoding.UTF8.GetBytes(text), source);

    public static ImportResult Import(byte[] content, SourceConfig? source = null) =>
        FileImport.Read("export.csv", content, source ?? Plain, Paris, Now, TestContext.Current.CancellationToken);

    /// <summary>What the refused lines say.</summary>
    public static IEnumerable<string> Told(this ImportResult result) => result.Refused.Select(line => line.ToString());
}
