namespace KpiFunctions.Tests.Digest.Hostile;

/// <summary>Where words come from that are not ours: configs, brands, networks, their users, other sites.</summary>
public enum Field
{
    Client,
    Brand,
    Footer,
    Sender,
    Consultant,
    Recipient,
    Account,
    Source,
    Objective,
    Figure,
    Unit,
    UnitOfOne,
    Action,
    Campaign,
    Post,
    PostType,
    Thread,
    Referrer,
    Channel,
    Note,
}
