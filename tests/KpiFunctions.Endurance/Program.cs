using System.CommandLine;
using System.Globalization;
using KpiFunctions.Endurance.Runs;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await RunCommands.Root().Parse(args).InvokeAsync();
