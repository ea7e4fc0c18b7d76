using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Clients;

/// <summary>A config that is in order, to be spoilt one thing at a time.</summary>
internal static class Given
{
    public static readonly DateOnly Today = new(2026, 11, 23);

    public static readonly ConfigParser Parser = new(AllSources.Traits, Objectives.Traits);

    public const string Config = """
        {
          "id": "shop",
          "name": "The Shop",
          "language": "en",
          "timeZone": "Europe/London",
          "digest": { "day": "wednesday", "time": "09:00" },
          "recipients": ["owner@shop.example"],
          "consultant": { "name": "Studio", "email": "studio@agency.example" },
          "brand": { "name": "Studio", "colour": "#0b6e4f" },
          "sources": [
            { "type": "facebook", "account": "2011", "credential": "meta-agency" },
            { "type": "matomo", "account": "1", "url": "https://stats.shop.example/", "credential": "matomo-shop" }
          ],
          "objectives": ["awareness", "google-independence"]
        }
        """;

    public static ConfigVerdict Parse(string json, string file = "shop.json") => Parser.Parse(file, Encoding.UTF8.GetBytes(json), Today);

    /// <summary>The verdict on the config with one text in place of another.</summary>
    public static ConfigVerdict With(string text, string replacement)
    {
        Config.ShouldContain(text);
        return Parse(Config.Replace(text, replacement, StringComparison.Ordinal));
    }

    /// <summary>The one problem of a verdict, in its one line without the file's name.</summary>
    public static string Problem(this ConfigVerdict verdict) => verdict.Problems.ShouldHaveSingleItem().ToString()["shop.json:".Length..];
}
