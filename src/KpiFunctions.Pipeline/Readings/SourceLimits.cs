using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Readings;

/// <summary>What a platform lets the agency's whole app ask within a window, whoever the client is.</summary>
/// <param name="Requests">Requests a window; null where the platform publishes no figure and only the agency knows its own.</param>
/// <param name="Window">When what was used is there again.</param>
public sealed record AppQuota(int? Requests, QuotaWindow Window);

/// <summary>What a platform charges for what it gives: an account has a monthly budget, which is never passed.</summary>
/// <param name="UnitsPerDollar">A budget is counted in whole units, the smallest price being one or more of them.</param>
/// <param name="DefaultDollars">The monthly budget of an account whose config names none, in US dollars.</param>
/// <param name="Window">The month that the platform bills.</param>
public sealed record ReadPrice(int UnitsPerDollar, decimal DefaultDollars, QuotaWindow Window);

/// <summary>A version of a platform's API that will be switched off.</summary>
/// <param name="Version">As the platform writes it.</param>
/// <param name="EndsOn">The first day on which it may no longer answer.</param>
public sealed record ApiVersionEnd(string Version, DateOnly EndsOn);

/// <summary>A permission that an access needs.</summary>
/// <param name="Name">The platform's name.</param>
/// <param name="Purpose">What cannot be read without it, as people read it.</param>
public sealed record PermissionNeeded(string Name, string Purpose);
