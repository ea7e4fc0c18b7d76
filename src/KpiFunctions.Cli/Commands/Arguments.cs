using System.CommandLine;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Cli.Commands;

/// <summary>Arguments that several commands share.</summary>
internal static class Arguments
{
    /// <summary>The week that a digest reports: <c>2026-W46</c>.</summary>
    public static Argument<IsoWeek> Week() => new("WEEK")
    {
        Description = "The week that the digest reports: 2026-W46.",
        CustomParser = result =>
        {
            if (IsoWeek.TryParse(result.Tokens[0].Value, out var parsed)) return parsed;
            result.AddError($"WEEK: '{result.Tokens[0].Value}' is not an ISO week such as 2026-W46.");
            return default;
        },
    };

    /// <summary>A recipient's address.</summary>
    public static Option<string?> Recipient() => new("--recipient") { Description = "Only this recipient: the address as the config has it.", HelpName = "ADDRESS" };
}
