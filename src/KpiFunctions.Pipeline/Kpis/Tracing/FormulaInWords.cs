using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Pipeline.Kpis.Tracing;

/// <summary>The arithmetic behind a figure, for whoever wants to do it again by hand.</summary>
internal static class FormulaInWords
{
    public static string Of(Kpi kpi) => (kpi.Key, kpi.Basis) switch
    {
        (KpiKey.Custom, _) => kpi.Custom!.Formula.Text,
        (_, Basis.UniqueOverWeek) => "people reached in the seven days that end on Sunday, each counted once",
        (_, Basis.BestDay best) => $"people reached on the best day, {best.Day:yyyy-MM-dd}",
        (_, Basis.TypicalPost typical) => $"median of the people reached by each of {typical.Posts} posts",
        (_, Basis.LevelChange change) => $"{Number(change.ToLevel)} ({change.To:yyyy-MM-dd}) - {Number(change.FromLevel)} ({change.From:yyyy-MM-dd})",
        (_, Basis.LastLevel last) => $"level on {last.Day:yyyy-MM-dd}",
        (_, Basis.SumOfParts parts) => string.Join(" + ", parts.Included.Select(metric => metric.Key)),
        (KpiKey.EngagementRate, Basis.Ratio { Per: { } per }) => $"(reactions + comments + shares + saves) / {per.Key}",
        (KpiKey.FollowerGrowth, _) => "last level of the week - last level before it",
        (KpiKey.GoogleShare, _) => "visits from Google / visits whose origin is known",
        (KpiKey.SocialShare, _) => "visits from social networks / visits whose origin is known",
        (KpiKey.EffectiveSources, _) => "1 / sum of the squares of each known sender's share of their visits; all of Google is one sender",
        (KpiKey.DiscussionsPerPost, _) => "(comments + replies + messages + mentions) / posts",
        (KpiKey.SocialConversionShare, _) => "conversions from social networks / conversions whose origin is known",
        (KpiKey.AssistedBySocial, _) => "conversions of visits that no social network sent, of people whose first visit one did, of the seven days",
        (KpiKey.ConversionRate, _) => "conversions / visits",
        (KpiKey.EngagementRate, _) => "(reactions + comments + shares + saves) / people reached, or followers",
        (KpiKey.Discussions, _) => "comments + replies + messages + mentions",
        (_, Basis.SumOfDays { OfPosts: true }) => $"{ObjectiveCatalog.NameOf(kpi.Key)} of the week's posts since their publication, added up over accounts",
        _ => $"{ObjectiveCatalog.NameOf(kpi.Key)} of the seven days, added up over accounts",
    };

    private static string Number(double value) => value.ToString("#,0.##", System.Globalization.CultureInfo.InvariantCulture);
}
