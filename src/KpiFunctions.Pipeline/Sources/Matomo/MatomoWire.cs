using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>A failure; it comes with HTTP 200, alone or in the place of one answer of many.</summary>
internal sealed record MatomoError(string? Result, string? Message);

internal sealed record MatomoSite(string? Currency, string? Timezone);

/// <summary>Visits of one day.</summary>
internal sealed record MatomoVisits(
    [property: JsonPropertyName("nb_visits")] double? Visits,
    [property: JsonPropertyName("nb_uniq_visitors")] double? Visitors);

/// <summary>Goals of one day, shop orders included.</summary>
internal sealed record MatomoGoals([property: JsonPropertyName("nb_conversions")] double? Conversions, double? Revenue);

/// <summary>Visits of one day from one kind of referrer, or from one referrer.</summary>
internal sealed record MatomoRow(
    string? Label,
    [property: JsonPropertyName("nb_visits")] double? Visits,
    [property: JsonPropertyName("nb_conversions")] double? Conversions,
    double? Revenue,
    [property: JsonPropertyName("referrer_type")] int? ReferrerType);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(MatomoError))]
[JsonSerializable(typeof(MatomoSite))]
[JsonSerializable(typeof(MatomoVisits))]
[JsonSerializable(typeof(MatomoGoals))]
[JsonSerializable(typeof(MatomoRow[]))]
internal sealed partial class MatomoJson : JsonSerializerContext;
