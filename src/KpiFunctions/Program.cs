using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.Services.AddKpiPipeline(builder.Configuration);
builder.Build().Run();
