using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MultiBot.Telegram.Http;

namespace MultiBot.Telegram.Bots;

/// <summary>@names of the accounts seen in this process, so that getMe is asked once per token. Keeps a hash, never the token.</summary>
internal sealed class KnownAccounts
{
    private readonly ConcurrentDictionary<string, string> names = [];

    /// <summary>Null: not asked yet. Empty: the account has no name.</summary>
    public string? Find(string baseUrl, BotToken token) => names.GetValueOrDefault(Key(baseUrl, token));

    public void Remember(string baseUrl, BotToken token, string name) => names[Key(baseUrl, token)] = name;

    private static string Key(string baseUrl, BotToken token) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{baseUrl} {token.Reveal()}")));
}
