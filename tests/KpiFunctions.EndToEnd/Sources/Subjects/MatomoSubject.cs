using KpiFunctions.Pipeline.Sources.Matomo;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class MatomoSubject : ILabSource
{
    private static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Odd = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^2026.* users$", SaysOnce(Any, "\"nb_uniq_visitors\":\\d+", "\"nb_uniq_visitors\":\"\"")) { IsLeftOut = true },
        [ContradictoryParts] = new(
            null,
            Says(Any, "\\{\"nb_uniq_visitors\":(?<people>\\d+),\"nb_visits\":\\d+", "{\"nb_uniq_visitors\":${people},\"nb_visits\":0"),
            Says(Any, "\"nb_conversions\":\\d+,\"nb_visits_converted\":\\d+,\"revenue\":[\\d.]+,\"conversion_rate\"", "\"nb_conversions\":0,\"nb_visits_converted\":0,\"revenue\":0,\"conversion_rate\"")),
        [ImpossibleValue] = new("^2026.* users$", Says(Any, "\"nb_uniq_visitors\":\\d+", "\"nb_uniq_visitors\":-1")),
    };

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("matomo", "matomo", "matomo", "1")
        {
            Url = new("https://stats.confiserie-du-port.example/"),
            Refused = "Referrers.getSocials",
            Retired = "nb_uniq_visitors",
            Odd = Odd,
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
