using System.Globalization;

namespace MultiBot.Sandbox.World;

/// <summary>A bot token: the bot's user id, a colon, a secret. The secret never leaves this process.</summary>
internal readonly record struct BotToken(long BotId, string Secret)
{
    private const int LongestSecret = 64;

    /// <summary>False unless the text is digits, a colon and 1 to 64 characters of <c>A-Z a-z 0-9 _ -</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out BotToken token)
    {
        token = default;
        var colon = text.IndexOf(':');
        if (colon < 0 || !TryParseId(text[..colon], out var id))
            return false;
        var secret = text[(colon + 1)..];
        if (secret.Length is 0 or > LongestSecret || !IsSecret(secret))
            return false;
        token = new BotToken(id, secret.ToString());
        return true;
    }

    /// <summary>The number before the colon, with or without the rest: what the control face asks for.</summary>
    public static bool TryParseNumber(ReadOnlySpan<char> text, out long id)
    {
        var colon = text.IndexOf(':');
        return TryParseId(colon < 0 ? text : text[..colon], out id);
    }

    private static bool TryParseId(ReadOnlySpan<char> digits, out long id) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id is > 0 and < 1L << 54;

    private static bool IsSecret(ReadOnlySpan<char> secret)
    {
        foreach (var letter in secret)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-'))
                return false;
        }

        return true;
    }

    /// <summary>The number only, so that a log line or exception can't carry the secret.</summary>
    public override string ToString() => BotId.ToString(CultureInfo.InvariantCulture);
}
