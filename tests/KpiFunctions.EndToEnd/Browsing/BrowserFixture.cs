using KpiFunctions.Cli.Browsing;
using KpiFunctions.EndToEnd.Galleries;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>The tests that look at pages: they take turns at one browser.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<BrowserFixture>, ICollectionFixture<GalleryFixture>
{
    public const string Name = "Browser";
}

/// <summary>The one browser of a test run; it starts with the first test that needs it and ends after the last.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    internal Chromium Chromium { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Chromium = await Chromium.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Chromium?.DisposeAsync() ?? ValueTask.CompletedTask;
}
