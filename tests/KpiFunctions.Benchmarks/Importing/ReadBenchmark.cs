using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources.Files;

namespace KpiFunctions.Benchmarks.Importing;

/// <summary><c>read</c>: the time and the memory that the worst files take to be read.</summary>
internal static class ReadBenchmark
{
    public static Command Create()
    {
        var directory = new Option<DirectoryInfo>("--in") { Description = "Where the files are, or are made.", Required = true };
        var make = new Option<bool>("--make") { Description = "Makes the files, and reads none." };
        var only = new Option<int?>("--only") { Description = "The number of one file, from 1." };
        var command = new Command("read", "Reads files that are as hard to read as the limits allow, one after the other, in this process.") { directory, make, only };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(parsed.GetValue(make) ? Make(parsed.GetValue(directory)!) : Run(parsed.GetValue(directory)!, parsed.GetValue(only), cancellationToken)));
        return command;
    }

    private static int Make(DirectoryInfo directory)
    {
        directory.Create();
        foreach (var ((_, make), index) in WorstFiles.All.Select((file, index) => (file, index))) File.WriteAllBytes(PathOf(directory, index), make());
        return 0;
    }

    private static string PathOf(DirectoryInfo directory, int index) => Path.Combine(directory.FullName, $"{index + 1}.export");

    private static int Run(DirectoryInfo directory, int? only, CancellationToken cancellationToken)
    {
        var source = new SourceConfig { Type = FileSource.Type, Account = "page", Name = "Page", Files = new(null, null) };
        var now = new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);
        Console.WriteLine("   size MiB    time s   peak MiB   of that before   file");
        foreach (var ((name, _), index) in WorstFiles.All.Select((file, index) => (file, index)))
        {
            if (only is { } number && number != index + 1) continue;
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Read(name, PathOf(directory, index), source, now, cancellationToken);
        }

        return 0;
    }

    /// <summary>On its own, so that nothing of one file is held while the next one is read.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Read(string name, string path, SourceConfig source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var content = File.ReadAllBytes(path);
        ForgetPeak();
        var before = PeakMiB();
        var watch = Stopwatch.StartNew();
        var result = FileImport.Read("export.csv", content, source, Zone.Utc, now, cancellationToken);
        watch.Stop();
        Console.WriteLine(
            $"{content.Length / 1024.0 / 1024.0,11:F1} {watch.Elapsed.TotalSeconds,9:F2} {PeakMiB(),10} {before,16}   {name}: {result.Rows} rows, {result.Posts.Count} posts, {result.Readings.Count} days, {result.Refused.Count} refused");
        if (result.Refused.Count > 0) Console.WriteLine($"            {result.Refused[0]}"[..Math.Min(200, $"            {result.Refused[0]}".Length)]);
    }

    /// <summary>The most memory that the process has had since it was last asked to forget, on Linux.</summary>
    private static long PeakMiB()
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) / 1024;
    }

    private static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");
}
