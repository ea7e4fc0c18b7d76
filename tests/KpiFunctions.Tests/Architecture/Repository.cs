namespace KpiFunctions.Tests.Architecture;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    public static DirectoryInfo Root { get; } = Find();

    public static DirectoryInfo Folder(params string[] path) => new(Path.Combine([Root.FullName, .. path]));

    private static DirectoryInfo Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "KpiFunctions.sln"))) return folder;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds KpiFunctions.sln.");
    }
}
