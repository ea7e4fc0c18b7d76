using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>
/// How one KPI's numbers are written. All of them get the same decimals: as few as the unit asks for, and more where
/// rounding would show a figure inside its usual range that is outside, or the other way round. From a million up three
/// digits are enough.
/// </summary>
internal sealed class KpiFormat
{
    private const double SmallShare = 0.1;
    private const double SmallNumber = 100;
    private const double Million = 1e6;
    private const int DigitsOfMillions = 3;

    /// <summary>Places of a million: a number that is rounded so far is written as <c>1,01 million</c>.</summary>
    private const int MillionPlaces = 6;
    private const int LeastPower = -12;
    private const int Powers = 20;
    private static readonly decimal[] Scales = [.. Enumerable.Range(LeastPower, Powers).Select(Scale)];
    private readonly Language language;
    private readonly Kpi kpi;
    private readonly int decimals;
    private string? writtenCentre;
    private double? shownCentre;

    /// <param name="apart">Two values that are told beside each other, and have to read otherwise where they are not the same.</param>
    public KpiFormat(Language language, Kpi kpi, (double One, double Other)? apart = null)
    {
        (this.language, this.kpi) = (language, kpi);
        var few = FewestDecimals();
        decimals = few;
        while (decimals < Numbers.MostDecimals && !RoundingKeepsSides(decimals)) decimals++;
        if (!RoundingKeepsSides(decimals)) decimals = few;
        while (apart is { } two && two.One != two.Other && decimals < Numbers.MostDecimals && Write(two.One) == Write(two.Other)) decimals++;
    }

    /// <summary>The number as it is read, for a plural.</summary>
    public double Shown(double value) => Round(value, PlacesOf(value), HalfUp);

    /// <summary>What a number counts, as it stands behind the number: in some languages millions are <em>of</em> something.</summary>
    /// <param name="noun">In the number's form.</param>
    public string Counted(double value, string noun) => noun.Length > 0 && IsInMillions(Shown(value)) ? language.Text("number.million.of", ("noun", noun)) : noun;

    /// <summary>The number with its unit's sign: <c>18 400</c>, <c>58 %</c>, <c>1 240 €</c>, <c>+52</c> for a growth.</summary>
    public string Write(double value)
    {
        var shown = Shown(value);
        var written = kpi.Unit switch
        {
            KpiUnit.Share => language.Numbers.Percent(value, decimals),
            KpiUnit.Money => language.Numbers.Money(shown, Math.Max(0, decimals), kpi.Currency ?? ""),
            _ when IsInMillions(shown) => language.Plural("number.million", shown / Million, ("n", language.Numbers.Decimal(shown / Million, Numbers.MostDecimals))),
            _ => language.Numbers.Decimal(shown, Math.Max(0, decimals)),
        };
        return IsSigned ? Numbers.Signed(value, written) : written;
    }

    /// <summary>Only large numbers are rounded to tens and more, each to its own digits.</summary>
    private int PlacesOf(double value) => Math.Max(decimals, Math.Abs(value) < Million || kpi.Unit == KpiUnit.Share ? 0 : PlacesOfMillions(Math.Abs(value)));

    private static int PlacesOfMillions(double size) => DigitsOfMillions - 1 - (int)Math.Floor(Math.Log10(size));

    /// <summary>Whether a number, rounded, has as few digits as are read at a glance.</summary>
    private bool IsInMillions(double shown) =>
        kpi.Unit is not (KpiUnit.Share or KpiUnit.Money) && Math.Abs(shown) >= Million && Round(shown, Numbers.MostDecimals - MillionPlaces, HalfUp) == shown;

    /// <summary>A number as a sentence cites it.</summary>
    public Datum Cite(string name, double value) => new(name, Write(value)) { Number = value };

    /// <summary>The middle of usual weeks as a sentence cites it.</summary>
    /// <exception cref="InvalidOperationException">It is not known.</exception>
    public Datum CiteCentre(string name) => new(name, Centre ?? throw new InvalidOperationException($"{kpi.Traits.Name} has no usual weeks.")) { Number = kpi.Expected!.Centre };

    /// <summary>The range of usual weeks as a sentence cites it.</summary>
    public Datum CiteRange(string name, PredictionInterval range) => new(name, WriteRange(range)) { Range = (range.Low, range.High) };

    /// <summary>The figure, where usual weeks lie and how often they stray as far: what a sentence rests on without saying it.</summary>
    public IReadOnlyList<Datum> Unsaid() =>
    [
        Datum.Unsaid("figure", kpi.Value.Value),
        new("ordinary", null) { Number = kpi.Expected?.Centre, Range = kpi.Expected?.Range is { } range ? (range.Low, range.High) : null },
        Datum.Unsaid("chance", kpi.Evidence?.Week.PValue),
    ];

    /// <summary>
    /// The range, both ends rounded inwards: what is inside it by its figures is inside it by its looks. Large ends get
    /// three digits, since a range is no exact thing, unless the figure stands too close to one.
    /// </summary>
    public (string Low, string High) WriteEnds(PredictionInterval range)
    {
        var size = Math.Max(Math.Abs(range.Low), Math.Abs(range.High));
        var places = IsFarFromEnds(range, RoundPlaces(size)) ? RoundPlaces(size) : decimals;
        var (low, high) = Inwards(range, places);
        return low <= high ? (Write(low), Write(high)) : (Write(range.Low), Write(range.High));
    }

    /// <summary>The same in words: one figure where both ends read the same, and no low end where that is 0.</summary>
    public string WriteRange(PredictionInterval range)
    {
        var (low, high) = WriteEnds(range);
        if (low == high) return low;
        return range.Low == 0 ? language.Numbers.UpTo(high) : language.Numbers.Range(low, high);
    }

    /// <summary>The middle of usual weeks, in three digits where that leaves the figure on its side of it: it is no exact thing either. Null where it is not known.</summary>
    public string? Centre => kpi.Expected is null ? null : writtenCentre ??= Write(ShownCentre!.Value);

    /// <summary>The same as a number.</summary>
    public double? ShownCentre => kpi.Expected is { } expected ? shownCentre ??= RoundedCentre(expected) : null;

    private double RoundedCentre(ExpectedWeek expected)
    {
        var rounded = Round(expected.Centre, RoundPlaces(Math.Abs(expected.Centre)), HalfUp);
        var keepsSide = kpi.Value.Value is not { } value || Math.Sign(Shown(value).CompareTo(rounded)) == Math.Sign(Shown(value).CompareTo(Shown(expected.Centre)));
        return keepsSide ? rounded : Shown(expected.Centre);
    }

    /// <summary>
    /// A change in the words that the unit asks for: points for shares, percent where the figure before is large
    /// enough for one, the plain difference otherwise. Null where the two read the same.
    /// </summary>
    public string? WriteChange(double before, double now)
    {
        if (Write(before) == Write(now)) return null;
        var difference = Shown(now) - Shown(before);
        if (kpi.Unit == KpiUnit.Share)
        {
            var places = Math.Max(0, decimals);
            return language.Plural("points", Math.Round(difference * 100, places), ("n", Numbers.Signed(difference, language.Numbers.Decimal(difference * 100, places))));
        }

        return WritePercent((now - before) / before, before, now) ?? Numbers.Signed(difference, Write(difference).TrimStart('+'));
    }

    /// <summary>The figure as it is shown beside the centre as it is shown, in percent; null where that would say nothing.</summary>
    public (string Written, double Figure, double Centre)? OffCentre()
    {
        if (kpi is not { Value.Value: { } value, Traits.IsChange: false, Unit: KpiUnit.People or KpiUnit.Count or KpiUnit.Money } || ShownCentre is not { } centre) return null;
        var shown = Shown(value);
        return WritePercent((shown / centre) - 1, centre, shown) is { } written ? (written, shown, centre) : null;
    }

    /// <summary>A ratio of two values, where the one before is large enough for it.</summary>
    private string? WritePercent(double ratio, double before, double now)
    {
        const double fewest = 20, least = 0.005, most = 10;
        return before >= fewest && now >= 0 && Math.Abs(ratio) is >= least and < most ? Numbers.Signed(ratio, language.Numbers.Percent(ratio, 0)) : null;
    }

    private bool IsSigned => kpi.Traits.IsChange;

    private int FewestDecimals()
    {
        var size = Math.Abs(kpi.Value.Value ?? kpi.Expected?.Centre ?? 0);
        if (kpi.Unit != KpiUnit.Share && size >= Million) return PlacesOfMillions(size);
        return kpi.Unit switch
        {
            KpiUnit.Share => size is > 0 and < SmallShare ? 1 : 0,
            KpiUnit.Money => size < SmallNumber && size != Math.Truncate(size) ? 2 : 0,
            KpiUnit.Number => size < SmallNumber ? 1 : 0,
            _ => 0,
        };
    }

    /// <summary>Decimals that leave three digits of a number; negative where that rounds to tens, hundreds and so on.</summary>
    private int RoundPlaces(double size)
    {
        const int digits = 3;
        return kpi.Unit == KpiUnit.Share || size < 1 ? decimals : Math.Min(PlacesOf(size), digits - 1 - (int)Math.Floor(Math.Log10(size)));
    }

    /// <summary>Whether moving the range's ends by as much as such a rounding may leaves the figure plainly where it is.</summary>
    private bool IsFarFromEnds(PredictionInterval range, int places)
    {
        var step = Math.Pow(10, -places);
        bool IsFarFrom(double end) => kpi.Value.Value is not { } value || Math.Abs(value - end) >= step;

        // A low end of 0 is written as no end at all.
        return Keeps(range, places) && IsFarFrom(range.High) && (range.Low == 0 || IsFarFrom(range.Low));
    }

    private bool RoundingKeepsSides(int places) => kpi.Expected?.Range is not { } range || Keeps(range, places);

    /// <summary>Whether the figure as it is shown is on the same side of the range, rounded so, as it is in truth.</summary>
    private bool Keeps(PredictionInterval range, int places)
    {
        if (kpi.Value.Value is not { } value) return true;
        var shown = Round(value, Math.Max(places, decimals), HalfUp);
        var (low, high) = Inwards(range, places);
        return low <= high && (shown < low) == (value < range.Low) && (shown > high) == (value > range.High);
    }

    private (double Low, double High) Inwards(PredictionInterval range, int places)
    {
        var (least, most) = (Math.Max(kpi.Traits.Floor, double.MinValue), kpi.Unit == KpiUnit.Share ? 1 : double.MaxValue);
        return (Round(Math.Max(range.Low, least), places, Math.Ceiling), Round(Math.Min(range.High, most), places, Math.Floor));
    }

    private static decimal HalfUp(decimal value) => Math.Round(value, MidpointRounding.AwayFromZero);

    /// <summary>In decimal arithmetic, so that 0.29 × 100 is 29.</summary>
    private double Round(double value, int places, Func<decimal, decimal> round)
    {
        var power = places + (kpi.Unit == KpiUnit.Share ? 2 : 0);
        if (power >= 0 && double.IsInteger(value)) return value;
        var scale = power is >= LeastPower and < LeastPower + Powers ? Scales[power - LeastPower] : Scale(power);
        return (double)(round((decimal)value * scale) / scale);
    }

    private static decimal Scale(int power) => (decimal)Math.Pow(10, power);
}
