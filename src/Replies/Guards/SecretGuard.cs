using System.Runtime.CompilerServices;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Secrets;

namespace MultiBot.Replies.Guards;

/// <summary>
/// Knows a bot's secrets by sight. No prompt holds one, but a persona's text may (an operator pasted it), a person may have one, and an
/// endpoint is told the key with every request. Pure.
/// </summary>
internal sealed class SecretGuard
{
    /// <summary>Letters and digits in a row that no text has by chance. A secret as long is found in parts, and however it is spaced.</summary>
    public const int Run = 16;

    /// <summary>Shorter ones are words: "none", "ollama". From here to <see cref="Run"/> a secret is found as it is written, if it looks like one.</summary>
    public const int Shortest = 8;

    private static readonly ConditionalWeakTable<BotConfig, SecretGuard> Known = [];

    private readonly string[] _long;
    private readonly string[] _short;

    private SecretGuard(IEnumerable<string> secrets)
    {
        var all = secrets.Distinct(StringComparer.Ordinal).ToLookup(secret => CommonRun.Bare(secret).Length >= Run);
        _long = [.. all[true].Select(CommonRun.Bare)];
        _short = [.. all[false].Where(secret => secret.Length >= Shortest && secret.Any(char.IsDigit) && secret.Any(char.IsLetter))];
    }

    /// <summary>Made once for a configuration.</summary>
    public static SecretGuard Of(BotConfig bot) => Known.GetValue(bot, static bot => new SecretGuard(SecretsOf(bot)));

    public static SecretGuard Of(Secret? key) => new(key is null ? [] : [key.Reveal()]);

    /// <param name="text">As it would be sent.</param>
    /// <param name="bare">The same, bare.</param>
    public bool Sees(string text, string bare) =>
        _long.Any(secret => CommonRun.Of(secret, bare, Run)) || _short.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    private static IEnumerable<string> SecretsOf(BotConfig bot)
    {
        Secret?[] whole = [bot.Llm.ApiKey, bot.Telegram.ApiHash];
        foreach (var secret in whole.OfType<Secret>()) yield return secret.Reveal();

        // The number before the colon is the account's, which everybody can see.
        if (bot.Telegram.Token?.Reveal() is { } token) yield return token[(token.IndexOf(':') + 1)..];
        if (bot.Telegram.Proxy is { } proxy && Uri.TryCreate(proxy.Reveal(), UriKind.Absolute, out var address) && address.UserInfo.Split(':') is [_, var password])
            yield return Uri.UnescapeDataString(password);
    }
}
