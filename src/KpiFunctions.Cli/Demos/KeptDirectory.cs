namespace KpiFunctions.Cli.Demos;

/// <summary>A directory that stays, or one that goes when it is disposed of.</summary>
internal sealed class KeptDirectory : IDisposable
{
    private readonly bool isTemporary;

    private KeptDirectory(string path, bool isTemporary) => (Path, this.isTemporary) = (path, isTemporary);

    public string Path { get; }

    public static KeptDirectory Of(string path) => new(Directory.CreateDirectory(path).FullName, isTemporary: false);

    public static KeptDirectory Temporary() => new(Directory.CreateTempSubdirectory("kpi-").FullName, isTemporary: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isTemporary) Directory.Delete(Path, recursive: true);
    }
}
