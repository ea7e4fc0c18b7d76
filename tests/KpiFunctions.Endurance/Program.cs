using System.CommandLine;
using System.Globalization;
using KpiFunctions.Endurance.Exploring;
using KpiFunctions.Endurance.Runs;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var root = RunCommands.Root();
root.Add(ExploreCommand.Create());
return await root.Parse(args).InvokeAsync();
