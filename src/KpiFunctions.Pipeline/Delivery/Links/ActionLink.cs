using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>A link by which a consultant acts on one digest, once.</summary>
/// <param name="Occurrence">The week that identifies the digest (not the week that it reports).</param>
/// <param name="Action">One of <see cref="ActionNames"/>.</param>
/// <param name="Recipient">The hash of the recipient's address that it is about; empty where it is about all.</param>
/// <param name="Consultant">The hash of the address that the link is for.</param>
/// <param name="LastDay">The last day, in UTC, on which the link is valid.</param>
public sealed record ActionLink(string Client, IsoWeek Occurrence, string Action, string Recipient, string Consultant, DateOnly LastDay);
