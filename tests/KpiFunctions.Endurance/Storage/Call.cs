using System.Text.RegularExpressions;
using Azure.Core;

namespace KpiFunctions.Endurance.Storage;

/// <summary>What a call goes to.</summary>
internal enum Service
{
    Tables,
    Blobs,
    Queues,

    /// <summary>SendGrid.</summary>
    Mail,
}

/// <summary>A request on its way from a host, by what it does and without what differs from run to run.</summary>
/// <param name="Resource">A row, a table, a queue or a blob; of a transaction its first row.</param>
internal sealed partial record Call(Service Service, string Method, string Resource)
{
    /// <summary>
    /// Whether calls like it run beside each other within one job, so that their order is not the same each time:
    /// pages of figures are stored while further ones are read, and the parts of a digest are read at once.
    /// </summary>
    public bool IsUnordered => IsIn("Readings") || IsIn("Posts") || (Service == Service.Blobs && Method is "GET" or "HEAD" && IsIn("digests"));

    /// <summary>Whether it only reads or keeps figures and digests, which decide nothing about who sends what.</summary>
    public bool IsHistory => IsUnordered || IsIn("Kpis") || IsIn("digests") || IsIn("templates") || IsIn("notes");

    /// <summary>Whether it changes the storage, or sends a mail.</summary>
    public bool Writes => Method is not ("GET" or "HEAD");

    /// <summary>The same for each repetition of the same request.</summary>
    public string Key => $"{Service} {Method} {Resource}";

    /// <summary>Whether it sends a message to a queue.</summary>
    public bool IsMessageSent => Service == Service.Queues && Method == "POST" && Resource.EndsWith("/messages", StringComparison.Ordinal);

    /// <summary>Whether it deletes a message of a queue.</summary>
    public bool IsMessageDeleted => Service == Service.Queues && Method == "DELETE" && Resource.EndsWith("/messages/*", StringComparison.Ordinal);

    public static Call Of(Service service, Request request)
    {
        var path = Uri.UnescapeDataString(request.Uri.ToUri().AbsolutePath).TrimStart('/');

        // Azurite has the account's name in the path.
        if (path.StartsWith(LocalAccount, StringComparison.Ordinal)) path = path[LocalAccount.Length..];
        if (service == Service.Queues && path.IndexOf("/messages/", StringComparison.Ordinal) is >= 0 and var at) path = path[..at] + "/messages/*";
        if (service == Service.Tables && path == "$batch") path = $"$batch {Row().Match(TextOf(request)).Groups["row"].Value}";
        return new(service, request.Method.Method.ToUpperInvariant(), Mark().Replace(Uri.UnescapeDataString(path), "${instant}|*"));
    }

    /// <summary>The key of a row without the random mark of a row of <c>Due</c>.</summary>
    public static string WithoutMark(string key) => Mark().Replace(key, "${instant}|*");

    public static string TextOf(Request request)
    {
        if (request.Content is null) return "";
        using var body = new MemoryStream();
        request.Content.WriteTo(body, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    /// <summary>Whether it goes to a table or a container.</summary>
    public bool IsIn(string name)
    {
        var row = Resource.StartsWith("$batch ", StringComparison.Ordinal) ? Resource.AsSpan(7) : Resource;
        return row.StartsWith(name, StringComparison.Ordinal) && (row.Length == name.Length || row[name.Length] is '(' or '/');
    }

    public override string ToString() => Key;

    private const string LocalAccount = "devstoreaccount1/";

    [GeneratedRegex(@"(?<instant>due\|\w+\|\d{8}T\d+)\|[0-9a-f]+", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"(core\.windows\.net|devstoreaccount1)/(?<row>[A-Z][^\s?]*)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Row();
}
