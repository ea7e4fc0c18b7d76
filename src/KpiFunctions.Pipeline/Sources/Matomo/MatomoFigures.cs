using System.Globalization;
using System.Text.Json;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>Reads figures one by one, so that one in another form than Matomo documents costs only itself.</summary>
internal sealed class MatomoFigures
{
    private readonly Dictionary<string, Refusal> unreadable = new(StringComparer.Ordinal);

    /// <summary>What could not be read, each report's column once.</summary>
    public IEnumerable<Refusal> Unreadable => unreadable.Values;

    /// <summary>Reads a number, which older servers write as text.</summary>
    /// <param name="value">Null where the row does not have it: PHP writes nothing as null, as an empty text or as false.</param>
    /// <returns>False where it is no number; that is recorded.</returns>
    public bool TryNumber(string report, JsonElement row, string column, out double? value)
    {
        value = null;
        if (!row.TryGetProperty(column, out var found) || found.ValueKind is JsonValueKind.Null or JsonValueKind.False) return true;
        var text = found.ValueKind switch
        {
            JsonValueKind.Number => found.GetRawText(),
            JsonValueKind.String => found.GetString()!.Trim(),
            _ => "?",
        };
        if (text.Length == 0) return true;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            value = number;
            return true;
        }

        CannotRead($"{report} {column}", "Matomo gave a figure that is not a number.");
        return false;
    }

    /// <summary>A number; null where there is none or where it cannot be read.</summary>
    public double? Number(string report, JsonElement row, string column) => TryNumber(report, row, column, out var value) ? value : null;

    /// <summary>The rows of a report of one day. Lists whose numbering has gaps come as objects.</summary>
    /// <returns>Null where the report does not have the day, or where a row's visits cannot be read: some of the rows are not the report.</returns>
    public IReadOnlyList<MatomoRow>? Rows(string report, JsonElement? part)
    {
        List<JsonElement> items;
        switch (part)
        {
            case null: return null;
            case { ValueKind: JsonValueKind.Array } list: items = [.. list.EnumerateArray()]; break;
            case { ValueKind: JsonValueKind.Object } numbered: items = [.. numbered.EnumerateObject().Select(property => property.Value)]; break;
            default: items = [default]; break;
        }

        var rows = new List<MatomoRow>();
        foreach (var item in items)
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                CannotRead(report, "Matomo gave a report in another form than it documents.");
                return null;
            }

            if (!TryNumber(report, item, "nb_visits", out var visits)) return null;
            rows.Add(new(
                LabelOf(item),
                visits ?? 0,
                TryNumber(report, item, "nb_conversions", out var conversions) ? conversions ?? 0 : null,
                TryNumber(report, item, "revenue", out var revenue) ? revenue ?? 0 : null,
                (int?)Number(report, item, "referrer_type")));
        }

        return rows;
    }

    private void CannotRead(string what, string message) => unreadable.TryAdd(what, new(what, new(SourceFailureKind.AnswerUnreadable, message)));

    private static string LabelOf(JsonElement row) => !row.TryGetProperty("label", out var label) ? "" : label.ValueKind switch
    {
        JsonValueKind.String => label.GetString()!.Trim(),
        JsonValueKind.Number => label.GetRawText(),
        _ => "",
    };
}

/// <summary>Visits of one day from one kind of referrer, or from one referrer.</summary>
/// <param name="Label">Its name in English; empty where there is none.</param>
/// <param name="Conversions">Null where it cannot be read.</param>
/// <param name="Revenue">In the site's currency; null where it cannot be read.</param>
/// <param name="Type">The kind's number; null in reports of one kind.</param>
internal sealed record MatomoRow(string Label, double Visits, double? Conversions, double? Revenue, int? Type)
{
    /// <summary>Whether it is the sum of the rows that the server's limits cut off.</summary>
    public bool IsCutOff => Label is "Others" or "-1";

    /// <summary>Whether the label says that the referrer is not known.</summary>
    public bool IsUnnamed => TrafficSlice.IsNoName(Label) || Label.Equals("Unknown", StringComparison.OrdinalIgnoreCase) || Label.EndsWith(" not defined", StringComparison.OrdinalIgnoreCase);
}
