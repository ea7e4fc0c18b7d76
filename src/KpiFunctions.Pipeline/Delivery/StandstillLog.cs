using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>
/// Logs what stops the pipeline's own mail, as Critical. Each mail that waits finds the same cause: an instance repeats a
/// message no sooner than <see cref="Quiet"/>, which is shorter than the interval of the alert rule.
/// </summary>
public sealed partial class StandstillLog(TimeProvider time, ILogger<StandstillLog> logger)
{
    /// <summary>For how long a message is not repeated.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<int, DateTimeOffset> logged = new();

    /// <summary>The vault has no key for SendGrid.</summary>
    public void SendGridKeyMissing(string reason)
    {
        if (IsNew(Standstills.SendGridKeyMissing)) Log.SendGridKeyMissing(logger, reason);
    }

    /// <summary>SendGrid refuses the key, or the sender.</summary>
    public void SendGridKeyRefused(string reason)
    {
        if (IsNew(Standstills.SendGridKeyRefused)) Log.SendGridKeyRefused(logger, reason);
    }

    /// <summary>A secret cannot be read.</summary>
    public void VaultRefuses(string reason)
    {
        if (IsNew(Standstills.VaultRefuses)) Log.VaultRefuses(logger, reason);
    }

    /// <summary>The data account refuses.</summary>
    public void StorageRefuses(string reason)
    {
        if (IsNew(Standstills.StorageRefuses)) Log.StorageRefuses(logger, reason);
    }

    private bool IsNew(int id)
    {
        var now = time.GetUtcNow();
        while (true)
        {
            if (logged.TryAdd(id, now)) return true;
            if (!logged.TryGetValue(id, out var last)) continue;
            if (now - last < Quiet) return false;
            if (logged.TryUpdate(id, now, last)) return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Standstills.SendGridKeyMissing, LogLevel.Critical, "KPI9001: no mail can be sent, there is no key for SendGrid: {Reason}")]
        public static partial void SendGridKeyMissing(ILogger logger, string reason);

        [LoggerMessage(Standstills.SendGridKeyRefused, LogLevel.Critical, "KPI9002: mail cannot be sent, SendGrid refuses the key or the sender: {Reason}")]
        public static partial void SendGridKeyRefused(ILogger logger, string reason);

        [LoggerMessage(Standstills.VaultRefuses, LogLevel.Critical, "KPI9003: secrets cannot be read, the vault refuses: {Reason}")]
        public static partial void VaultRefuses(ILogger logger, string reason);

        [LoggerMessage(Standstills.StorageRefuses, LogLevel.Critical, "KPI9004: nothing can be planned or sent, the storage refuses: {Reason}")]
        public static partial void StorageRefuses(ILogger logger, string reason);
    }
}
