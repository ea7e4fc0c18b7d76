using System.CommandLine;
using System.Globalization;
using KpiFunctions.Benchmarks.Fetching;
using KpiFunctions.Benchmarks.Importing;
using KpiFunctions.Benchmarks.Planning;
using KpiFunctions.Benchmarks.Rendering;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Measures the pipeline against the bare work that it does, both in the same run.")
{
    FetchBenchmark.Create(),
    ImportBenchmark.Create(),
    PlanBenchmark.Create(),
    ReadBenchmark.Create(),
    RenderBenchmark.Create(),
};

return await root.Parse(args).InvokeAsync();
