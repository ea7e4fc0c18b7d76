using System.Security.Cryptography;
using System.Text;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>What an alert is about, in a row key: it may be long, and may hold what a key cannot.</summary>
internal static class AlertSubject
{
    private const int HashLength = 32;

    /// <summary>The part of the key.</summary>
    public static string HashOf(string subject) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))[..HashLength];
}
