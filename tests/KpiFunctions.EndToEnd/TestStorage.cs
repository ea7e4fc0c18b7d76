using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Testing;

/// <summary>The storage of a <see cref="TestPipeline"/> here: an Azurite of its own, on the real clock.</summary>
internal sealed class TestStorage : IDisposable
{
    private readonly DirectoryInfo directory = System.IO.Directory.CreateTempSubdirectory("kpi-test-");

    /// <summary>Where Azurite keeps it.</summary>
    public string Directory => directory.FullName;

    public static TestStorage On(TimeProvider _) => new();

    /// <summary>Null: the pipeline starts an Azurite, or finds the one that runs in the directory.</summary>
    public Func<StorageAccount?> NewAccount { get; } = () => null;

    public void Dispose() => directory.Delete(recursive: true);
}
