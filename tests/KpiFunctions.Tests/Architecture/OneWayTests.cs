using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Architecture;

/// <summary>
/// Figures go one way through the rooms: foundations at the bottom, then the stages, each of which knows no more of
/// the one before than what it hands over.
/// </summary>
public sealed class OneWayTests
{
    private const string Root = "KpiFunctions.Pipeline";

    private static readonly string[] Foundations = ["Periods", "Readings", "Clients", "Tables"];

    /// <summary>Per room, the rooms that it may know whole.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Periods"] = [],
        ["Readings"] = ["Periods"],
        ["Clients"] = ["Periods", "Readings"],
        ["Tables"] = ["Periods"],
        ["Sources"] = Foundations,
        ["History"] = Foundations,
        ["Kpis"] = Foundations,
        ["Digest"] = Foundations,
        ["Delivery"] = Foundations,
        ["SampleWeeks"] = [.. Foundations, "History", "Digest"],
        ["Runs"] = [.. Foundations, "Sources", "History", "Kpis", "Digest", "Delivery", "SampleWeeks"],
    };

    /// <summary>Per stage, what the stage before hands over: the public types of some files, by the names that they declare.</summary>
    private static readonly Dictionary<string, (string Room, string[] Files)> HandedOver = new()
    {
        ["History"] = ("Sources", ["ISource.cs"]),
        ["Kpis"] = ("History", ["ClientHistory.cs"]),
        ["Digest"] = ("Kpis", ["WeekReport.cs", "Kpi.cs", "Figure.cs", "Basis.cs", "Findings.cs", "Advice.cs", "DataCaveat.cs", "KpiTrace.cs", "KpiInput.cs"]),
        ["Delivery"] = ("Digest", ["RenderedDigest.cs", "RenderedReport.cs", "Pictures/DigestPicture.cs"]),
    };

    private static readonly Type[] Types = [.. typeof(KpiEngine).Assembly.GetTypes().Where(type => IsOurs(type))];

    [Fact]
    public void Every_folder_is_a_room_with_a_rule() =>
        Repository.Folder("src", Root).GetDirectories().Select(folder => folder.Name)
            .Except(["bin", "obj"]).Except(Rooms.Keys)
            .ShouldBeEmpty("a new folder needs its place in the table of rooms");

    [Fact]
    public void Every_type_lives_in_a_room() =>
        Types.Where(type => !Rooms.ContainsKey(RoomOf(type))).ShouldBeEmpty();

    [Fact]
    public void No_room_uses_what_comes_after_it_or_more_of_the_one_before_than_its_output() =>
        Types.SelectMany(user => TypeUses.Of(user).Where(IsOurs).Where(used => !MayUse(user, used)).Select(used => $"{user.FullName} uses {used.FullName}"))
            .Distinct().Order(StringComparer.Ordinal)
            .ShouldBeEmpty();

    /// <summary>Constants leave no trace in compiled code; a using directive, or a name written out, is what is left of them.</summary>
    [Fact]
    public void No_source_file_names_a_room_that_it_may_not_know()
    {
        var wrong =
            from room in Rooms.Keys
            let folder = Repository.Folder("src", Root, room)
            where folder.Exists
            from file in folder.EnumerateFiles("*.cs", SearchOption.AllDirectories)
            let text = File.ReadAllText(file.FullName)
            from other in Rooms.Keys.Where(other => other != room && !Rooms[room].Contains(other) && !(HandedOver.TryGetValue(room, out var before) && before.Room == other))
            where text.Contains($"{Root}.{other}", StringComparison.Ordinal)
            select $"{room}/{file.Name} names {other}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_use_inside_a_lambda_is_seen() =>
        typeof(OneWayTests).Assembly.GetTypes().Where(type => type == typeof(Example) || type.DeclaringType == typeof(Example))
            .SelectMany(TypeUses.Of).ShouldContain(typeof(IsoWeek));

    [Fact]
    public void A_use_of_a_later_stage_is_refused()
    {
        MayUse(typeof(IsoWeek), typeof(WeekReport)).ShouldBeFalse();
        MayUse(typeof(Pipeline.Digest.RenderedDigest), typeof(KpiEngine)).ShouldBeFalse();
        MayUse(typeof(Pipeline.Digest.RenderedDigest), typeof(Basis.BestDay)).ShouldBeTrue();
    }

    private static bool MayUse(Type user, Type used)
    {
        var (here, there) = (RoomOf(user), RoomOf(used));
        if (here == there || !Rooms.TryGetValue(here, out var known) || known.Contains(there)) return true;
        return HandedOver.TryGetValue(here, out var before) && before.Room == there && Declares(before, Outermost(used));
    }

    private static bool Declares((string Room, string[] Files) output, Type type)
    {
        var lines = output.Files.SelectMany(file => File.ReadAllLines(Path.Combine(Repository.Folder("src", Root, output.Room).FullName, file)));
        return lines.Any(line => line.StartsWith("public ", StringComparison.Ordinal) && line.Split(' ', '(', ';', '<', '\r').Contains(type.Name.Split('`')[0]));
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith(Root + ".", StringComparison.Ordinal) == true;

    private static string RoomOf(Type type) => type.Namespace![(Root.Length + 1)..].Split('.')[0];

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static class Example
    {
        public static Func<DateOnly, string> Name() => day => IsoWeek.Of(day).ToString();
    }
}
