using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Tests.Infra;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Functions;

/// <summary>The pipeline, composed as the app composes it from the settings that <c>infra</c> deploys. Nothing is connected to.</summary>
internal static class Composition
{
    public static ServiceProvider Services()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(DeployedSettings.AsConfiguration).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddKpiPipeline(configuration)
            .BuildServiceProvider();
    }
}
