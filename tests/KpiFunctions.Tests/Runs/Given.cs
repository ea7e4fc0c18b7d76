namespace KpiFunctions.Testing;

/// <summary>Configs for tests.</summary>
internal static class Given
{
    /// <summary>Monday 23 November 2026, nine in the morning in Paris.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A client with a Facebook page whose digest falls due on Monday at eleven in Paris.</summary>
    public static string Client(string id, string page = "201100000000002", string recipients = "\"owner@client.example\"", string credential = "meta-agency") => $$"""
        {
          "id": "{{id}}", "name": "Client {{id}}", "language": "fr", "timeZone": "Europe/Paris",
          "digest": { "day": "monday", "time": "11:00" },
          "recipients": [{{recipients}}],
          "consultant": { "name": "Studio", "email": "studio@agency.example" },
          "brand": { "name": "Studio", "colour": "#0b6e4f" },
          "sources": [ { "type": "facebook", "account": "{{page}}", "credential": "{{credential}}" } ],
          "objectives": [ "awareness", "image" ],
        }
        """;

    /// <summary>A client with a LinkedIn organisation whose digest falls due on Tuesday at nine in Paris, when Sunday's statistics are there.</summary>
    public static string LinkedInClient(string id) => Client(id)
        .Replace("\"type\": \"facebook\", \"account\": \"201100000000002\"", "\"type\": \"linkedin\", \"account\": \"2414183\"", StringComparison.Ordinal)
        .Replace("\"day\": \"monday\", \"time\": \"11:00\"", "\"day\": \"tuesday\", \"time\": \"09:00\"", StringComparison.Ordinal);

    /// <summary>A client that drops exports with columns of their own.</summary>
    public static string FilesClient(string id) => $$"""
        {
          "id": "{{id}}", "name": "Client {{id}}", "language": "fr", "timeZone": "Europe/Paris",
          "digest": { "day": "monday", "time": "08:30" },
          "recipients": ["owner@client.example"],
          "consultant": { "name": "Studio", "email": "studio@agency.example" },
          "brand": { "name": "Studio", "colour": "#0b6e4f" },
          "sources": [ {
            "type": "files", "account": "page", "name": "Facebook",
            "posts": { "id": "post_id", "published": "published", "type": "type", "reach": "reach", "views": "impressions", "clicks": "clicks", "comments": "comments", "reactions": "likes", "shares": "shares" },
            "readings": { "day": "published", "followers": "page_likes_at_publication" },
          } ],
          "objectives": [ "awareness", "image", "offers" ],
        }
        """;

    /// <summary>A page without faults, but for those of its body and of its style sheet.</summary>
    public static string Page(string body, string style = "") => $$"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Digest</title>
        <style>body { margin: 0; } {{style}}</style></head><body>{{body}}</body></html>
        """;
}
