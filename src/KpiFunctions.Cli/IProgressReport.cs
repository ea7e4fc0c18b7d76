using Spectre.Console;

namespace KpiFunctions.Cli;

/// <summary>Where a command tells how far it is.</summary>
internal interface IProgressReport
{
    /// <summary>Begins something that takes time.</summary>
    void Says(string what);

    /// <summary>How much of the whole is done.</summary>
    /// <param name="share">0 to 1.</param>
    void Reaches(double share, string where);
}

/// <summary>A bar on a terminal, lines where the output goes to a file.</summary>
internal static class ProgressReport
{
    /// <summary>Runs an action under a progress report.</summary>
    public static async Task<T> ShowAsync<T>(string title, Func<IProgressReport, Task<T>> action)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        if (!console.Profile.Capabilities.Interactive) return await action(new Lines(console));

        return await console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => action(new Bar(context.AddTask(Markup.Escape(title)))));
    }

    private sealed class Bar(ProgressTask task) : IProgressReport
    {
        public void Says(string what) => task.Description = Markup.Escape(what);

        public void Reaches(double share, string where)
        {
            task.Description = Markup.Escape(where);
            task.Value = Math.Clamp(share, 0, 1) * task.MaxValue;
        }
    }

    private sealed class Lines(IAnsiConsole console) : IProgressReport
    {
        private double told;

        public void Says(string what) => console.WriteLine($"… {what}");

        public void Reaches(double share, string where)
        {
            if (share < told + 0.25) return;
            told = share;
            console.WriteLine($"… {Math.Min(share, 1) * 100:0} % ({where})");
        }
    }
}
