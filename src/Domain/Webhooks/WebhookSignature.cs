using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Webhooks;

/// <summary>
/// Signatures as Standard Webhooks (standardwebhooks.com) asks for them: <c>v1,</c> and base64 of HMAC-SHA256 over
/// <c>id.timestamp.body</c>. A secret is <c>whsec_</c> and base64 of 24 to 64 bytes, which are the key.
/// </summary>
public static class WebhookSignature
{
    public const string SecretPrefix = "whsec_";
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    public static bool IsSecret(string text) =>
        text.StartsWith(SecretPrefix, StringComparison.Ordinal) && Base64.IsValid(text.AsSpan(SecretPrefix.Length), out var bytes)
        && bytes is >= ShortestKey and <= LongestKey && !text.Any(char.IsWhiteSpace);

    /// <summary>The text of a secret.</summary>
    /// <param name="key">24 to 64 random bytes.</param>
    public static Secret SecretOf(ReadOnlySpan<byte> key) => new(SecretPrefix + Convert.ToBase64String(key));

    /// <summary>The value of <see cref="SignatureHeader"/>.</summary>
    /// <param name="secret">As <see cref="IsSecret"/> wants it.</param>
    /// <param name="id">The value of <see cref="IdHeader"/>; holds no full stop.</param>
    /// <param name="timestamp">Seconds since 1970, the value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static string Sign(Secret secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret.Reveal()[SecretPrefix.Length..]));
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
