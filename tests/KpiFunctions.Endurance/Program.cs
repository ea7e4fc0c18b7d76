using System.Globalization;
using KpiFunctions.Endurance.Exploring;
using KpiFunctions.Endurance.Killing;
using KpiFunctions.Endurance.Runs;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var root = RunCommands.Root();
root.Add(KillCommand.Create());
root.Add(HostCommand.Create());
root.Add(TimedCommand.Create());
root.Add(ExploreCommand.Create());
return await root.Parse(args).InvokeAsync();
