using System.Globalization;

namespace MultiBot.Replies.Guards;

/// <summary>What addresses are made of. Pure.</summary>
internal static class LinkParts
{
    public const string SchemeEnd = "://";

    private const int MaxPortDigits = 5;

    /// <summary>Marks that may follow an address and are none of it.</summary>
    private const string Closing = ".,;:!?)]}'*~`|";

    /// <summary>Letters and digits of any script, what hangs on them, hyphen and underscore.</summary>
    public static bool IsOfLabel(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    public static bool IsOfHost(char c) => c == '.' || IsOfLabel(c);

    public static bool IsClosing(char c) => Closing.Contains(c);

    /// <summary>
    /// Whether a name of labels and dots could be a host's, or begin with one: a label behind a dot could be a top level. Or it is an
    /// IPv4 address.
    /// </summary>
    public static bool IsHostLike(ReadOnlySpan<char> name)
    {
        var rest = name;
        for (var dot = rest.IndexOf('.'); dot >= 0; dot = rest.IndexOf('.'))
        {
            rest = rest[(dot + 1)..];
            if (BeginsTopLevel(rest)) return true;
        }

        return name.Count('.') == 3 && AllDigits(name);
    }

    /// <summary>The whole of <paramref name="text"/> is one address of an allowed host.</summary>
    public static bool IsAllowed(string text, AllowedHosts hosts) => AllowedLength(text, hosts) == text.Length;

    /// <summary>
    /// How much of the beginning is an address of an allowed host, with http, https or no scheme; 0 when it is none. Strict where clients
    /// differ: no user before the host, no backslash, and a path of letters, digits and the usual marks only.
    /// </summary>
    public static int AllowedLength(ReadOnlySpan<char> text, AllowedHosts hosts)
    {
        var start = SchemeLength(text);
        var end = start;
        while (end < text.Length && IsOfHost(text[end])) end++;
        while (end > start && text[end - 1] == '.') end--;
        if (end == start || !hosts.Hold(text[start..end])) return 0;
        var port = PortLength(text[end..]);
        if (port > 0 && !IsPort(text.Slice(end + 1, port - 1))) return 0;
        end += port;
        var path = PathLength(text[end..]);
        // With an «at» further on, all before it is a user's name to those who read by the letter.
        if (path == 0) return end == text.Length || (IsClosing(text[end]) && !text[end..].Contains('@')) ? end : 0;
        if (text.Slice(end, path).Contains(SchemeEnd, StringComparison.Ordinal)) return 0;
        return end + path;
    }

    /// <summary>Of http or https with what follows it; 0 for any other beginning.</summary>
    public static int SchemeLength(ReadOnlySpan<char> text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://".Length : text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http://".Length : 0;

    /// <summary>Colon and digits; whether they are a port's is another matter (<see cref="IsPort"/>).</summary>
    public static int PortLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != ':') return 0;
        var end = 1;
        while (end < text.Length && end <= MaxPortDigits && char.IsAsciiDigit(text[end])) end++;
        return end > 1 ? end : 0;
    }

    /// <summary>To those who know that there is no such port the address ends before it, and what follows may be another one.</summary>
    private static bool IsPort(ReadOnlySpan<char> digits) => ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    /// <summary>Whether path, query or fragment begins here; a question mark at the end of a sentence is none.</summary>
    public static bool BeginsPath(ReadOnlySpan<char> text) =>
        text.Length > 0 && (text[0] == '/' || (text[0] is '?' or '#' && text.Length > 1 && !IsClosing(text[1])));

    private static int PathLength(ReadOnlySpan<char> text)
    {
        if (!BeginsPath(text)) return 0;
        var end = 1;
        while (end < text.Length && ((IsOfLabel(text[end]) && !char.IsSurrogate(text[end])) || "/?#%=&+.~:@".Contains(text[end]))) end++;
        while (end > 1 && IsClosing(text[end - 1])) end--;
        return end;
    }

    /// <summary>Two letters at least, or punycode; no digit behind them.</summary>
    private static bool BeginsTopLevel(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)) return true;
        // An emoji is taken for a letter by some, and for the end of the name by others.
        return BeginsTopLevel(text, withPairs: false) || BeginsTopLevel(text, withPairs: true);
    }

    private static bool BeginsTopLevel(ReadOnlySpan<char> text, bool withPairs)
    {
        var letters = 0;
        while (letters < text.Length && IsLetter(text[letters], withPairs)) letters++;
        return letters >= 2 && (letters == text.Length || !char.IsDigit(text[letters]));
    }

    private static bool IsLetter(char c, bool orPair) => char.IsSurrogate(c) ? orPair : c is not ('-' or '_') && !char.IsDigit(c) && IsOfLabel(c);

    private static bool AllDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (c != '.' && !char.IsAsciiDigit(c)) return false;
        return true;
    }
}
