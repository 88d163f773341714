using System.Security.Cryptography;
using System.Text;

namespace MultiBot.Silo.Security;

/// <summary>What an API key looks like: <c>mb_</c> and 32 random bytes in hex. Only its SHA-256 is kept; that much chance needs no slow hash.</summary>
public static class ApiKeyText
{
    public const string Prefix = "mb_";
    public const int RandomBytes = 32;

    /// <summary>Longer texts are no key of anybody's and are not worth hashing.</summary>
    public const int MaxLength = 1024;

    public static string Create() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));

    public static string NewId() => "key_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
