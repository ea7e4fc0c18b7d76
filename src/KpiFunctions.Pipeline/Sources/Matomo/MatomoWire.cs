using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>A failure; it comes with HTTP 200, alone or in the place of one answer of many.</summary>
internal sealed record MatomoError(string? Result, string? Message);

/// <summary>What is set of a site.</summary>
/// <param name="Timezone">A zone of the tz database, or an offset such as <c>UTC+2</c>.</param>
internal sealed record MatomoSite(string? Currency, string? Timezone);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(MatomoError))]
internal sealed partial class MatomoJson : JsonSerializerContext;
