using System.Buffers;
using System.Text;

namespace MultiBot.Replies.Generation;

/// <summary>Makes a model's output fit to be sent: no thoughts, no name in front, no control characters, not endless. Pure.</summary>
internal static class ReplyText
{
    /// <summary>No language needs more per token on average; what is longer comes from a server that ignores the limit.</summary>
    public const int CharactersPerToken = 8;

    /// <summary>All control characters but line feed and tab.</summary>
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c is not ('\n' or '\t'))]);

    private const string ThoughtStart = "<think>";
    private const string ThoughtEnd = "</think>";

    /// <summary>Null when nothing sayable is left.</summary>
    public static string? Tidy(string raw, string name, int maxOutputTokens)
    {
        var text = WithoutName(WithoutThoughts(Printable(raw)).Trim(), name);
        text = Cut(text, maxOutputTokens * CharactersPerToken).Trim();
        return text.Length == 0 ? null : text;
    }

    private static string Printable(string raw)
    {
        // Nearly always there is nothing to take out.
        if (raw.AsSpan().IndexOfAny(Controls) < 0) return raw;
        var text = new StringBuilder(raw.Length);
        foreach (var rune in raw.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t') text.Append(rune);
        }

        return text.ToString();
    }

    /// <summary>Some open models write what they think in front of what they say; cut off in the middle of it, they have said nothing.</summary>
    public static string WithoutThoughts(string text)
    {
        var end = text.LastIndexOf(ThoughtEnd, StringComparison.OrdinalIgnoreCase);
        if (end >= 0) return text[(end + ThoughtEnd.Length)..];
        return text.TrimStart().StartsWith(ThoughtStart, StringComparison.OrdinalIgnoreCase) ? "" : text;
    }

    /// <summary>Takes off "Name:", also as "**Name:**", as models like to copy it from transcripts.</summary>
    private static string WithoutName(string text, string name)
    {
        var rest = text.AsSpan().TrimStart("*_[ ");
        if (name.Length == 0 || !rest.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return text;
        rest = rest[name.Length..].TrimStart("*_] ");
        return rest.StartsWith(":") ? rest[1..].TrimStart("*_ \n").ToString() : text;
    }

    /// <summary>Ends at the last sentence that fits, else at the last word, else between two characters.</summary>
    private static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        var head = text.AsSpan(0, limit);
        var end = head.LastIndexOfAny(".!?…\n") + 1;
        if (end < limit / 2) end = head.LastIndexOf(' ');
        if (end <= 0) end = char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
        return text[..end];
    }
}
