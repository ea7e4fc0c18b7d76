namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>The methods of Matomo's API that every fetch asks for.</summary>
internal static class MatomoMethods
{
    /// <summary>The site's currency and zone.</summary>
    public const string Site = "SitesManager.getSiteFromId";

    /// <summary>Visits and visitors.</summary>
    public const string Visits = "VisitsSummary.get";

    /// <summary>Conversions and revenue.</summary>
    public const string Goals = "Goals.get";

    /// <summary>Visits by kind of referrer.</summary>
    public const string Types = "Referrers.getReferrerType";
}
