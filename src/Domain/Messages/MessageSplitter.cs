using System.Globalization;

namespace MultiBot.Domain.Messages;

/// <summary>
/// Splits a reply into messages that Telegram takes: at a paragraph, else a sentence end, else white space, else between two
/// characters as a reader sees them. Nothing is lost but the white space at the cuts; no part is blank.
/// </summary>
public static class MessageSplitter
{
    /// <summary>Telegram's limit of a message's text, in UTF-16 code units (core.telegram.org/bots/api#sendmessage).</summary>
    public const int TelegramLimit = 4096;

    // Marks that end a sentence when white space follows: Latin, Arabic, Devanagari, Armenian, Ethiopic.
    private const string SpacedEnds = ".!?…‼⁇⁈⁉؟۔।॥։።";

    // East Asian marks carry their own space.
    private const string WideEnds = "。！？．｡";
    private const string Closers = "\"')]}»”’›」』）】》〉";

    // More closing marks than this after a sentence end are no prose.
    private const int MaxClosers = 4;

    /// <param name="text">Any text; lone surrogates are kept as they are.</param>
    /// <param name="limit">UTF-16 code units of a part, at least 2 (a surrogate pair).</param>
    /// <returns>The parts in order; none when the text has nothing to see.</returns>
    public static IReadOnlyList<string> Split(string text, int limit = TelegramLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 2);
        var parts = new List<string>();
        var rest = SkipBlank(text.AsSpan().TrimEnd());
        while (rest.Length > 0)
        {
            var cut = rest.Length <= limit ? rest.Length : FindCut(rest, limit);
            var part = rest[..cut].TrimEnd();
            if (IsVisible(part)) parts.Add(part.ToString());
            rest = SkipBlank(rest[cut..]);
        }

        return parts;
    }

    private static int FindCut(ReadOnlySpan<char> rest, int limit)
    {
        int paragraph = 0, sentence = 0, space = 0, character = 0;
        var next = StringInfo.GetNextTextElementLength(rest);
        while (character + next <= limit)
        {
            character += next;
            var after = rest[character..];
            switch (Boundary(rest[..character], after))
            {
                case Cut.Paragraph: paragraph = sentence = space = character; break;
                case Cut.Sentence: sentence = character; break;
                case Cut.SpacedSentence: sentence = space = character; break;
                case Cut.Space: space = character; break;
            }

            next = StringInfo.GetNextTextElementLength(after);
        }

        // A cut early in the part leaves a stub; the next best one is better then. 0 means there is none.
        if (paragraph > 0 && paragraph >= limit / 2) return paragraph;
        if (sentence > 0 && sentence >= limit / 4) return sentence;
        if (space > 0) return space;
        if (sentence > 0) return sentence;
        return character > 0 ? character : InsideOf(rest, limit);
    }

    // A single visible character longer than a message: only a surrogate pair is still kept whole.
    private static int InsideOf(ReadOnlySpan<char> rest, int limit) => char.IsSurrogatePair(rest[limit - 1], rest[limit]) ? limit - 1 : limit;

    private static Cut Boundary(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        if (!StartsBlank(after)) return EndsWith(before, WideEnds) && !(Closers + WideEnds + SpacedEnds).Contains(after[0]) ? Cut.Sentence : Cut.None;
        if (char.IsWhiteSpace(before[^1])) return Cut.Space;
        return NewLines(after) switch
        {
            > 1 => Cut.Paragraph,
            1 => Cut.SpacedSentence,
            _ => EndsWith(before, SpacedEnds) || EndsWith(before, WideEnds) ? Cut.SpacedSentence : Cut.Space,
        };
    }

    private static bool EndsWith(ReadOnlySpan<char> before, string marks)
    {
        var last = before.Length - 1;
        for (var closers = 0; closers < MaxClosers && last > 0 && Closers.Contains(before[last]); closers++) last--;
        return marks.Contains(before[last]);
    }

    private static int NewLines(ReadOnlySpan<char> blank)
    {
        var lines = 0;
        foreach (var c in blank)
        {
            if (!char.IsWhiteSpace(c)) break;
            if (c is '\n' or '\u2029') lines++;
        }

        return lines;
    }

    private static ReadOnlySpan<char> SkipBlank(ReadOnlySpan<char> text)
    {
        while (StartsBlank(text)) text = text[StringInfo.GetNextTextElementLength(text)..];
        return text;
    }

    // White space that carries an accent is a visible character.
    private static bool StartsBlank(ReadOnlySpan<char> text) =>
        text.Length > 0 && char.IsWhiteSpace(text[0]) && text[..StringInfo.GetNextTextElementLength(text)].IsWhiteSpace();

    // Telegram refuses a message of nothing but direction marks, joiners and the like.
    public static bool IsVisible(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control)) return true;
        return false;
    }

    private enum Cut
    {
        None,
        Space,
        Sentence,
        SpacedSentence,
        Paragraph,
    }
}
