using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Advising;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Tests.Clients.Declared;
using KpiFunctions.Tests.Delivery.Links;

namespace KpiFunctions.Tests.Architecture;

/// <summary>The stored and published names, as the code declares them.</summary>
internal static partial class StoredNamesList
{
    public static IEnumerable<(string Title, IEnumerable<string> Names)> Groups() =>
    [
        ("tables", TableNames.All),
        ("containers", ContainerNames.All),
        ("queues", Constants(typeof(QueueNames)).Where(name => name != QueueNames.PoisonSuffix)),
        .. TableNames.All.Select(table => ($"columns of {table}", ColumnsOf(table))),
        ("partitions that are no client's", Partitions()),
        ("metrics, with m_ before them in Readings and Posts, and r_ in Posts", Sorted(Metrics.ByKey.Keys)),
        ("State of Runs", RunNames.States.All),
        ("HeldFor of Runs", RunNames.Reasons.All),
        ("State of Deliveries", DeliveryNames.States.All),
        ("actions, in Audit and in links", Constants(typeof(ActionNames))),
        ("Outcome of Audit", AuditNames.Outcomes.Values),
        ("Through of Audit", [Instruction.Command, Instruction.Link]),
        ("Kind of Failures", AlertKinds.All),
        ("TroubleKind of Cursors", ReadingNames.FailureKinds.All),
        ("channels in Traffic of Readings, and in traces", ReadingNames.Channels.All),
        ("Kpi of Kpis", Sorted(Objectives.Figures.Keys)),
        ("Objective of Kpis", Sorted(Objectives.Traits.Select(kind => kind.Key))),
        ("Verdict of Kpis", KpiNames.Verdicts.All),
        ("ObjectiveVerdict of Kpis", KpiNames.ObjectiveVerdicts.All),
        ("Gap and PreviousGap of Kpis", KpiNames.Gaps.All),
        ("Basis of Kpis", Sorted(Bases())),
        ("way in traces", KpiNames.Ways.All),
        ("severity in client-status", ConfigNames.Severities.All),
        ("rules of advice", Sorted(AdviceRule.All.Select(rule => rule.Key))),
        .. StoredDocuments.All.Select(document => (document.Name, StoredDocuments.PathsOf(document.Type))),
        .. ConfigFields(),
        ("files of a brand", BrandFiles.All),
        ("what digest.html and digest.txt can write", TemplateNames.Paths(typeof(DigestModel))),
        ("what report.html and report.txt can write", TemplateNames.Paths(typeof(ReportModel))),
        ("what notice.html can write", TemplateNames.Paths(typeof(NoticeModel))),
        ("what action.html can write", TemplateNames.Paths(typeof(ActionPageModel))),
        ("routes", [$"{LinkRoutes.Prefix}/{LinkRoutes.Digest}", $"{LinkRoutes.Prefix}/{LinkRoutes.Unsubscribe}", $"{LinkRoutes.Prefix}/{LinkRoutes.Act}", $"{LinkRoutes.Prefix}/{LinkRoutes.Events}"]),
        ("Reason of Suppressions", SuppressionReasons.All),
        ("purposes of links", Purposes()),
        ("custom arguments of mails", Found("DigestMail.cs", CustomArgument()).Union(Found("ReportMail.cs", CustomArgument()))),
    ];

    /// <summary>A source's names in configs, rows and the vault.</summary>
    public static IEnumerable<string> OfSource(SourceTraits source) => [$"type: {source.Type}", .. source.AgencyCredential is { } agency ? [$"the agency's access: {agency}"] : Array.Empty<string>()];

    /// <summary>What the source files that work on a table name as its columns.</summary>
    public static IEnumerable<string> ColumnsOf(string table) => Sorted(Repository.Sources("src", "KpiFunctions.Pipeline").Select(File.ReadAllText)
        .Where(text => text.Contains("TableEntity", StringComparison.Ordinal) && text.Contains($"TableNames.{table})", StringComparison.Ordinal))
        .SelectMany(text => Column().Matches(text)).Select(match => match.Groups["name"].Value));

    private static IEnumerable<string> Partitions() => Sorted(Repository.Sources("src", "KpiFunctions.Pipeline").Select(File.ReadAllText)
        .Where(text => text.Contains("TableEntity", StringComparison.Ordinal))
        .SelectMany(text => Partition().Matches(text)).Select(match => match.Groups["name"].Value));

    private static IEnumerable<(string, IEnumerable<string>)> ConfigFields() => ConfigObjects.All
        .Select(declared => ($"fields of configs and brands: {declared.Name}", (IEnumerable<string>)declared.Names))
        .Append(("days of configs", DigestFields.Day.Shape.Words)).Append(("directions of configs", CustomKpiFields.Good.Shape.Words)).Append(("without an answer of configs", DigestFields.WithoutAnswer.Shape.Words)).Append(("advice of the agency in configs", DigestFields.AgencyAdvice.Shape.Words));

    private static IEnumerable<string> Bases() => typeof(KpiNames).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Basis)))
        .Select(type => KpiNames.Of((Basis)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)));

    private static IEnumerable<string> Purposes()
    {
        var keys = GivenKeys.Of("key");
        string[] tokens = [LinkSigner.Sign(keys, new DigestLink("client", IsoWeek.Parse("2026-W47"), default)), LinkSigner.Sign(keys, new UnsubscribeLink("client", "hash")),
            LinkSigner.Sign(keys, new ActionLink("client", IsoWeek.Parse("2026-W48"), "approve", "hash", "consultant's hash", default))];
        return tokens.Select(token => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])));
    }

    private static IEnumerable<string> Found(string file, Regex pattern) => Repository.Sources("src", "KpiFunctions.Pipeline").Where(path => Path.GetFileName(path) == file)
        .SelectMany(path => pattern.Matches(File.ReadAllText(path))).Select(match => match.Groups["name"].Value);

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\[""(?<name>[A-Z]\w*)""\]|\.Get[A-Z]\w*\(""(?<name>[A-Z]\w*)""\)|BrandFiles\.\w+ => ""(?<name>\w+)""", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Column();

    [GeneratedRegex(@"const string (Partition|InForce|NoClient) = ""(?<name>[^""]+)""|TableKey\.Of\(""(?<name>[^""]+)""", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Partition();

    [GeneratedRegex(@"AddCustomArg\(""(?<name>\w+)""", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex CustomArgument();
}
