using System.Globalization;
using System.Text;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Commands;

/// <summary>
/// What people wrote, made fit to stand within a line of ours: a name may hold line ends, marks that turn the writing direction of all
/// that follows, or be as long as a message.
/// </summary>
internal static class OneLine
{
    private const int Longest = 64;
    private const string Isolate = "\u2068";
    private const string EndIsolate = "\u2069";

    /// <summary>One line without white space at its ends, control characters and direction marks; one space for any white space.</summary>
    public static string Of(string text) => Clean(text, keepLines: false);

    /// <summary>The same, but lines stay lines.</summary>
    public static string Block(string text) => Clean(text, keepLines: true);

    /// <summary>As the line is shown: not too long, and if it is written from right to left, then apart from what stands beside it.</summary>
    public static string Clip(string text, int longest = Longest)
    {
        var line = Of(text);
        if (line.Length > longest) line = Shorten(line, longest) + '…';
        return line.EnumerateRunes().Any(IsRightToLeft) ? Isolate + line + EndIsolate : line;
    }

    /// <summary>Full-width letters, digits and signs (U+FF01 to U+FF5E) as ASCII: East Asian keyboards write them.</summary>
    public static string Narrow(string text) => string.Create(text.Length, text, static (narrow, wide) =>
    {
        for (var i = 0; i < wide.Length; i++) narrow[i] = wide[i] is >= '！' and <= '～' ? (char)(wide[i] - '！' + '!') : wide[i];
    });

    /// <summary>Where <see cref="Of"/> would begin, or -1. Looks no further: most messages are no command.</summary>
    public static int FirstVisible(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (!IsGap(text[i]) && !IsDropped(text[i])) return i;
        return -1;
    }

    private static string Clean(string text, bool keepLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in StorableText.Clean(text))
        {
            if (IsDropped(c)) continue;
            if (!IsGap(c)) clean.Append(c);
            else if (keepLines && c is '\n') EndLine(clean);
            else if (clean.Length > 0 && clean[^1] is not (' ' or '\n')) clean.Append(' ');
        }

        return clean.ToString().Trim();
    }

    private static void EndLine(StringBuilder clean)
    {
        if (clean.Length > 0 && clean[^1] is ' ') clean.Length--;
        clean.Append('\n');
    }

    private static bool IsGap(char c) => char.IsWhiteSpace(c) || char.IsControl(c);

    // Direction marks, overrides and isolates, marks without width, and the two that are no characters. What joins emoji stays.
    private static bool IsDropped(char c) => c is '\u200B' or '\u200E' or '\u200F' or '\u061C' or '\uFEFF' or '\uFFFE' or '\uFFFF'
        or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F');

    private static string Shorten(string line, int longest)
    {
        var end = 0;
        while (StringInfo.GetNextTextElementLength(line.AsSpan(end)) is var next && end + next <= longest) end += next;
        return line[..end].TrimEnd();
    }

    // The blocks of Hebrew, Arabic and their like.
    private static bool IsRightToLeft(Rune rune) => rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFE)
        or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
