using System.Globalization;
using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Sends one mail to one consultant: that of a week, or one about what cannot wait.</summary>
/// <param name="Consultant">The hash of the consultant's address, or <see cref="ConsultantTable.Agency"/>.</param>
/// <param name="Occurrence">The week in which it is due: <c>2026-W47</c>.</param>
/// <param name="Instruction">Of a mail about what cannot wait, the planner's tick: <c>at-20261123T0815</c>; null for the week's mail.</param>
public sealed record ReportMessage(
    [property: JsonPropertyName("consultant")] string Consultant,
    [property: JsonPropertyName("occurrence")] string Occurrence,
    [property: JsonPropertyName("instruction"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Instruction = null) : Work
{
    /// <summary>How often planners look: what cannot wait is told at the next tick.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMinutes(15);

    private const string InstructionFormat = "'at-'yyyyMMdd'T'HHmm";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Queue => QueueNames.Report;

    /// <summary>A consultant has one row for what cannot wait, so that what comes until the tick goes into one mail.</summary>
    [JsonIgnore]
    public override string Key => Instruction is null ? TableKey.Of("weekly", Occurrence) : "at-once";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string About => DeliveryClientOf(Consultant);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string LogName => Instruction is null ? $"report {Occurrence}" : $"report {Instruction}";

    /// <summary>The mail about what cannot wait of a tick.</summary>
    public static ReportMessage AtOnce(string consultant, DateTimeOffset tick) => new(
        consultant, IsoWeek.Of(DateOnly.FromDateTime(tick.UtcDateTime)).ToString(), tick.UtcDateTime.ToString(InstructionFormat, CultureInfo.InvariantCulture));

    /// <summary>The tick of a mail about what cannot wait; null where the text is none.</summary>
    public static DateTimeOffset? TickOf(string? instruction) =>
        DateTimeOffset.TryParseExact(instruction, InstructionFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var tick) ? tick : null;

    /// <summary>The first tick after an instant.</summary>
    public static DateTimeOffset TickAfter(DateTimeOffset now) => new(((now.UtcTicks / Tick.Ticks) + 1) * Tick.Ticks, TimeSpan.Zero);

    /// <summary>In place of the client in the keys of mails to a consultant.</summary>
    public static string DeliveryClientOf(string consultant) => DeliveryKey.ConsultantPrefix + consultant;
}
