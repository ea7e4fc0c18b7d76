using System.Globalization;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Sources.X;

/// <summary>What X charges the agency for what it sends. X changes its prices, and an agency may have others.</summary>
/// <param name="Post">US dollars for a post that is read.</param>
/// <param name="User">US dollars for a user that is read.</param>
public sealed record XPrices(decimal Post, decimal User)
{
    private const string PostSetting = "Prices:x:post";
    private const string UserSetting = "Prices:x:user";

    /// <summary>The published prices of autumn 2026.</summary>
    public static XPrices Today { get; } = new(0.005m, 0.01m);

    /// <summary>What some posts cost, in units of the budget, rounded up.</summary>
    public int OfPosts(int posts) => UnitsOf(posts * Post);

    /// <summary>What a user costs, in units of the budget, rounded up.</summary>
    public int OfUser => UnitsOf(User);

    /// <summary>How many posts can be paid, at most the most of a page.</summary>
    /// <param name="units">Of the budget.</param>
    public int PostsFor(int units)
    {
        var posts = XMetrics.MostPosts;
        while (posts > 0 && OfPosts(posts) > units) posts--;
        return posts;
    }

    /// <summary>Reads the settings <c>Prices__x__post</c> and <c>Prices__x__user</c>; what is not set is as it is today.</summary>
    /// <exception cref="SettingException">A price is not an amount of 0 or more, or names nothing that X charges for.</exception>
    public static XPrices From(IConfiguration configuration)
    {
        foreach (var source in configuration.GetSection("Prices").GetChildren())
            foreach (var price in source.GetChildren().Select(setting => setting.Path).DefaultIfEmpty(source.Path))
            {
                if (!price.Equals(PostSetting, StringComparison.OrdinalIgnoreCase) && !price.Equals(UserSetting, StringComparison.OrdinalIgnoreCase))
                    throw new SettingException(Settings.NameOf(price), "names no price", $"{Settings.NameOf(PostSetting)}, {Settings.NameOf(UserSetting)}");
            }

        return new(Dollars(configuration, PostSetting) ?? Today.Post, Dollars(configuration, UserSetting) ?? Today.User);
    }

    private static decimal? Dollars(IConfiguration configuration, string setting)
    {
        if (configuration[setting] is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) && dollars is >= 0 and <= 100
            ? dollars
            : throw new SettingException(Settings.NameOf(setting), Settings.Found(text), "US dollars for one, from 0 to 100, such as 0.005");
    }

    private static int UnitsOf(decimal dollars) => (int)Math.Ceiling(dollars * XMetrics.UnitsPerDollar);
}
