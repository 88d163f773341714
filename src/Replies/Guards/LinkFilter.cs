using System.Text;
using System.Text.RegularExpressions;

namespace MultiBot.Replies.Guards;

/// <summary>
/// Takes links out of what a model wrote, but for those to allowed hosts. A link is whatever Telegram might show as one: an address with
/// a scheme, with a path, with www or of a mailbox becomes an ellipsis; a mere name with a dot in it (booking.com, Node.js, or two
/// sentences without a blank) stays to be read, with an invisible mark behind the dot that no client looks past. Pure, and linear in the text.
/// </summary>
internal static partial class LinkFilter
{
    /// <summary>Stands where a link was; in every language.</summary>
    public const char Gone = '…';

    /// <summary>Word joiner: has no width, breaks no line, and is part of no address.</summary>
    public const char Joiner = '\u2060';

    /// <summary>What is left when an address is gone may read as a link to a Markdown reader; made to, it could go on for as long as the text is.</summary>
    private const int MostPasses = 8;

    public static string Keep(string text, IReadOnlyList<string> allowed)
    {
        // Nearly every reply: a dot, if any, ends a sentence.
        if (!MayHoldLink(text)) return text;
        var hosts = new AllowedHosts(allowed);
        for (var passes = 0; passes < MostPasses; passes++)
        {
            var kept = Pass(text, hosts);
            if (ReferenceEquals(kept, text)) break;
            text = kept;
        }

        return text;
    }

    private static string Pass(string text, AllowedHosts hosts)
    {
        var plain = MarkdownLink().Replace(text, link => IsKept(link.Groups["link"].Value, hosts) ? link.Value : link.Groups["label"].Value);
        var kept = new StringBuilder(plain.Length + 8);
        for (var at = 0; at < plain.Length;)
        {
            var end = at;
            while (end < plain.Length && !EndsWord(plain[end])) end++;
            if (end > at) new WordFilter(plain.AsSpan(at, end - at), hosts, kept).Run();
            else kept.Append(plain[end++]);
            at = end;
        }

        return kept.Equals(text) ? text : kept.ToString();
    }

    private static bool IsKept(string link, AllowedHosts hosts) => !MayHoldLink(link) || LinkParts.IsAllowed(link, hosts);

    private static bool MayHoldLink(string text)
    {
        for (var dot = text.IndexOf('.'); dot >= 0; dot = text.IndexOf('.', dot + 1))
            if (dot + 1 < text.Length && LinkParts.IsOfLabel(text[dot + 1])) return true;
        return text.Contains(LinkParts.SchemeEnd, StringComparison.Ordinal);
    }

    /// <summary>What no address goes beyond.</summary>
    private static bool EndsWord(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || "<>\"«»“”„‟「」『』【】《》（）。，、；：！？…\u200B\u2060\uFEFF".Contains(c);

    /// <summary>Models like to write links so; sent as plain text, the label is what was meant to be read.</summary>
    [GeneratedRegex(@"\[(?<label>[^\[\]\n]*)\]\((?<link>[^()\s]+)\)")]
    private static partial Regex MarkdownLink();
}
