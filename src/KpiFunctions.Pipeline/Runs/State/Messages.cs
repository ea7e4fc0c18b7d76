using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A piece of work: the queue that it goes through, and a key that the same work always has.</summary>
public abstract record Work
{
    /// <summary>The queue that carries it.</summary>
    [JsonIgnore]
    public abstract string Queue { get; }

    /// <summary>Identifies the work within its queue.</summary>
    [JsonIgnore]
    public abstract string Key { get; }

    /// <summary>The work in a log, without a recipient.</summary>
    [JsonIgnore]
    public abstract string LogName { get; }

    /// <summary>The client that it is about.</summary>
    [JsonIgnore]
    public abstract string About { get; }

    /// <summary>
    /// The version that the work's row in <c>Due</c> had when the message was sent: completing the message deletes that
    /// version and no later one. Null in messages of releases that did not send it; empty where there is no row.
    /// </summary>
    [JsonPropertyName(VersionProperty)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DueVersion { get; init; }

    /// <summary>How often the work was sent before and came to no end.</summary>
    [JsonPropertyName(TriesProperty)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Tries { get; init; }

    /// <summary>The name of <see cref="DueVersion"/> in a message.</summary>
    internal const string VersionProperty = "dueVersion";

    /// <summary>The name of <see cref="Tries"/> in a message.</summary>
    internal const string TriesProperty = "tries";
}

/// <summary>Fetches one account of one client.</summary>
public sealed record FetchMessage(
    [property: JsonPropertyName("client")] string Client,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("account")] string Account) : Work
{
    /// <summary>
    /// An attempt at or after this instant makes the message superfluous. Null in messages of releases that did not send it,
    /// and in those that people send: such a message is always a fetch.
    /// </summary>
    [JsonPropertyName(AskedProperty)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Asked { get; init; }

    /// <summary>The name of <see cref="Asked"/> in a message.</summary>
    internal const string AskedProperty = "asked";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Queue => QueueNames.Fetch;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => TableKey.Of(Client, Source, Account);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string About => Client;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string LogName => $"{Client} {Source}:{Account}";
}

/// <summary>Advances one digest.</summary>
/// <param name="Occurrence">Its week: <c>2026-W47</c>.</param>
public sealed record DigestMessage(
    [property: JsonPropertyName("client")] string Client,
    [property: JsonPropertyName("occurrence")] string Occurrence) : Work
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Queue => QueueNames.Digest;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => TableKey.Of(Client, Occurrence);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string About => Client;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string LogName => $"{Client} {Occurrence}";
}

/// <summary>Sends one digest to one recipient.</summary>
/// <param name="Recipient">The address's hash.</param>
public sealed record SendMessage(
    [property: JsonPropertyName("client")] string Client,
    [property: JsonPropertyName("occurrence")] string Occurrence,
    [property: JsonPropertyName("recipient")] string Recipient) : Work
{
    /// <summary>The id of the instruction by a person that asks for this mail; null for the one that is sent without being asked for.</summary>
    [JsonPropertyName("instruction")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Instruction { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Queue => QueueNames.Send;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => Instruction is { } instruction ? TableKey.Of(Client, Occurrence, Recipient, instruction) : TableKey.Of(Client, Occurrence, Recipient);

    /// <summary>The delivery that it makes; null where it names no week.</summary>
    [JsonIgnore]
    public DeliveryKey? Delivery => IsoWeek.TryParse(Occurrence, out var week) ? new(Client, week, Recipient, Instruction) : null;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string About => Client;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string LogName => Delivery is { } key ? $"{Client} {key.Occurrence} {key.DeliveryId}" : $"{Client} {Occurrence}";
}
