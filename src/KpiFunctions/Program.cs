using KpiFunctions;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.Logging.QuietDependencies();
    builder.Services.AddKpiPipeline(builder.Configuration);
    var app = builder.Build();

    // Composed before the host hands over the first message: what cannot be composed would fail each of them.
    app.Services.GetRequiredService<PipelineJobs>();
    app.Run();
    return 0;
}
catch (SettingException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
