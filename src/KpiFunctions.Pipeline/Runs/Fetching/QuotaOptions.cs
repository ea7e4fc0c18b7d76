using System.Globalization;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Quotas that platforms granted to the agency, where they differ from the published ones.</summary>
/// <param name="Requests">Requests per window by source type: <c>Quotas__Requests__youtube</c>.</param>
public sealed record QuotaOptions(IReadOnlyDictionary<string, int> Requests)
{
    private const string Section = "Quotas:Requests";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">A source type has no quota, or a value is not a number.</exception>
    public static QuotaOptions From(IConfiguration configuration) =>
        new(configuration.GetSection(Section).GetChildren().ToDictionary(setting => setting.Key, RequestsOf, StringComparer.Ordinal));

    private static int RequestsOf(IConfigurationSection setting)
    {
        var types = AllSources.Traits.Values.Where(traits => traits.Quota is not null).Select(traits => traits.Type).Order(StringComparer.Ordinal).ToList();
        if (!types.Contains(setting.Key))
            throw new SettingException(Settings.NameOf(setting.Path), "names no source type with a quota", string.Join(", ", types.Select(type => Settings.NameOf($"{Section}:{type}"))));
        return int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var requests) && requests > 0
            ? requests
            : throw new SettingException(Settings.NameOf(setting.Path), Settings.Found(setting.Value), "a whole number of requests above 0");
    }
}
