namespace MultiBot.Telegram.Http;

/// <summary>
/// A well-formed bot token: the account's number, a colon, a secret. Printing it yields the number only; the secret is read
/// where the request's address is written and nowhere else.
/// </summary>
internal sealed class BotToken
{
    private const int LongestNumber = 16;

    /// <summary>Telegram's secrets have 35 characters and its server takes 80 for the whole token.</summary>
    private const int LongestSecret = 63;

    private readonly string text;

    private BotToken(string text, string number) => (this.text, Number) = (text, number);

    /// <summary>The account's id; public, it is in every message's sender.</summary>
    public string Number { get; }

    /// <summary>The same as a number.</summary>
    public long Id => long.Parse(Number, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The whole token.</summary>
    public string Reveal() => text;

    public override string ToString() => Number;

    /// <summary>Null unless the text is a number without leading zero, a colon and a secret of <c>A-Z a-z 0-9 _ -</c>.</summary>
    public static BotToken? TryParse(string? text)
    {
        if (text?.IndexOf(':', StringComparison.Ordinal) is not { } colon || colon is < 1 or > LongestNumber)
            return null;
        var number = text[..colon];
        var secret = text.AsSpan(colon + 1);
        return number[0] != '0' && number.All(char.IsAsciiDigit) && secret.Length is > 0 and <= LongestSecret && IsSecret(secret)
            ? new BotToken(text, number)
            : null;
    }

    private static bool IsSecret(ReadOnlySpan<char> secret)
    {
        foreach (var c in secret)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return false;
        }

        return true;
    }
}
