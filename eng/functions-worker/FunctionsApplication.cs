namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an app's <c>Program.cs</c> begins.</summary>
public class FunctionsApplication
{
    /// <summary>
    /// Ends the process with exit code 2 and the words that mend it: what was compiled against the contract compiles,
    /// and runs nowhere.
    /// </summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        Console.Error.WriteLine(
            """
            This build of the Functions app was compiled against eng/functions-worker: declarations, and no worker.
            Build it with the real one:   dotnet publish src/KpiFunctions -c Release
            or, in any configuration, add:   -p:FunctionsWorker=package
            To run the pipeline on this machine without the Functions host:   dotnet run --project src/KpiFunctions.Cli -- run
            """);
        Environment.Exit(2);
        return new FunctionsApplicationBuilder(args);
    }
}
