namespace MultiBot.Sandbox.BotApi;

/// <summary>What Telegram makes of a text before it shows it: control characters are blanks, outer white space goes.</summary>
internal static class MessageText
{
    public static string Clean(string text)
    {
        var hasControls = text.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0;
        return (hasControls ? Blank(text) : text).Trim();
    }

    private static string Blank(string text) => string.Create(text.Length, text, static (letters, given) =>
    {
        for (var at = 0; at < letters.Length; at++)
            letters[at] = given[at] is < ' ' and not '\n' ? ' ' : given[at];
    });
}
