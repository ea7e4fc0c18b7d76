using KpiFunctions.Pipeline.Sources.Matomo;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class MatomoSubject : ILabSource
{
    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("matomo", "matomo", "matomo", "1")
        {
            Url = new("https://stats.confiserie-du-port.example/"),
            Refused = "Referrers.getSocials",
            Retired = "nb_uniq_visitors",
            Odd = OddAnswers.Matomo,
            Without = new Dictionary<FaultKind, string>
            {
                [FaultKind.RepeatedCursor] = LabSubject.Whole,
                [FaultKind.ShortPages] = LabSubject.Whole,
                [FaultKind.LaterPageRefused] = LabSubject.Whole,
                [FaultKind.DeadItem] = LabSubject.NoItems,
                [FaultKind.MissingRight] = "its rights are for a whole site",
            },
        },
    ];

    public SourceLimits Limits { get; } = new("matomo", $"{MatomoMetrics.Traits.MaxDaysPerRequest} days of all reports", (days, _) => SourceLimits.Pieces(days, MatomoMetrics.Traits.MaxDaysPerRequest));
}
