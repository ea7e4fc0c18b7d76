using System.CommandLine;
using System.Globalization;
using KpiFunctions.Cli;
using KpiFunctions.Cli.Commands;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var parsed = CommandCall.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var line in CommandCall.ProblemsOf(parsed)) Console.Error.WriteLine(line);
    return ExitCode.WrongUsage;
}

try
{
    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    return ExitCode.WrongUsage;
}
catch (Exception exception) when (Outside.Of(exception) is { } lines)
{
    Console.Error.WriteLine(lines);
    return ExitCode.WrongUsage;
}
catch (OperationCanceledException)
{
    return ExitCode.Failed;
}
catch (InvalidOperationException exception)
{
    // Something outside is not as it has to be (Node.js, the storage, a file): the message says what, and what mends it.
    Console.Error.WriteLine(exception.Message);
    return ExitCode.Failed;
}
catch (Exception exception)
{
    // A fault of ours: all of it is wanted.
    Console.Error.WriteLine(exception);
    return ExitCode.Failed;
}
