using System.Globalization;
using System.Text;

namespace MultiBot.Client.Output;

/// <summary>
/// Text from outside made safe to print: names and messages are written by strangers, and a terminal obeys control characters.
/// </summary>
internal static class Plain
{
    private const char Replacement = '�';

    /// <summary>Control characters and overrides of the writing direction are replaced; line breaks stay.</summary>
    public static string Block(string text) => Clean(text, keepLines: true);

    /// <summary>The same on one line.</summary>
    public static string Cell(string? text) => text is null ? "" : Clean(text, keepLines: false);

    public static string Time(DateTimeOffset? at) =>
        at?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Clean(string text, bool keepLines)
    {
        if (!text.Any(IsUnsafe)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
            clean.Append(!IsUnsafe(c) || (keepLines && c == '\n') ? c : char.IsWhiteSpace(c) ? ' ' : Replacement);
        return clean.ToString();
    }

    private static bool IsUnsafe(char c) => char.IsControl(c)
        || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
