using System.CommandLine;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi</c>: every command, in the order in which help and docs list them.</summary>
internal static class KpiCommand
{
    public static RootCommand Create() => new("Runs the reporting pipeline on this machine: for consultants who prepare clients, and for engineers.")
    {
        DemoCommand.Create(),
        RunCommand.Create(),
        ValidateCommand.Create(),
        AddCommand.Create(),
        ImportCommand.Create(),
        NoteCommand.Create(),
        BrandCommand.Create(),
        BackfillCommand.Create(),
        PreviewCommand.Create(),
        ExplainCommand.Create(),
        DoctorCommand.Create(),
        StatusCommand.Create(),
        ApproveCommand.Create(),
        HoldCommand.Create(),
        ReleaseCommand.Create(),
        MissCommand.Create(),
        SendCommand.Create(),
        ReplayCommand.Create(),
        PauseCommand.Create(),
        ResumeCommand.Create(),
        LiftCommand.Create(),
        GalleryCommand.Create(),
    };
}
