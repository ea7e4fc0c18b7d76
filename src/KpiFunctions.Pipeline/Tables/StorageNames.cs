namespace KpiFunctions.Pipeline.Tables;

/// <summary>Blob containers of the data account.</summary>
public static class ContainerNames
{
    /// <summary>Client configs, dropped by consultants: <c>{client}.json</c>.</summary>
    public const string Clients = "clients";

    /// <summary>The verdict on each dropped file.</summary>
    public const string ClientStatus = "client-status";

    /// <summary>Exports to read: <c>{client}/{file}</c>.</summary>
    public const string Imports = "imports";

    /// <summary>Notes that consultants drop for a week's digest: <c>{client}/{week}.md</c>.</summary>
    public const string Notes = "notes";

    /// <summary>The face and the templates of each brand: <c>{brand}/brand.json</c>, <c>digest.html</c>, <c>digest.txt</c>.</summary>
    public const string Templates = "templates";

    /// <summary>Every digest as it was sent: <c>{client}/{week}.html</c>, <c>.txt</c>, <c>.json</c>.</summary>
    public const string Digests = "digests";

    /// <summary>Copies of refused files, so that no version is lost when it is overwritten.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>The containers of a deployed pipeline.</summary>
    public static readonly IReadOnlyList<string> All = [Clients, ClientStatus, Imports, Notes, Templates, Digests, Quarantine];
}

/// <summary>Tables of the data account; <c>docs/tables</c> has a page on each.</summary>
public static class TableNames
{
    public const string Readings = "Readings";

    public const string Posts = "Posts";

    public const string Cursors = "Cursors";

    public const string Quotas = "Quotas";

    public const string Credentials = "Credentials";

    public const string Runs = "Runs";

    public const string Kpis = "Kpis";

    public const string Deliveries = "Deliveries";

    public const string Due = "Due";

    public const string Suppressions = "Suppressions";

    public const string Clients = "Clients";

    public const string Failures = "Failures";

    public const string Audit = "Audit";

    public const string Consultants = "Consultants";

    public const string Recipients = "Recipients";

    /// <summary>The tables of a deployed pipeline.</summary>
    public static readonly IReadOnlyList<string> All = [Readings, Posts, Cursors, Quotas, Credentials, Runs, Kpis, Deliveries, Due, Suppressions, Clients, Failures, Audit, Consultants, Recipients];
}
