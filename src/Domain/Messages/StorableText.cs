namespace MultiBot.Domain.Messages;

/// <summary>Text that every database can hold: no NUL and no lone surrogate. Both become U+FFFD, so that the length stays the same.</summary>
public static class StorableText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text itself when it is storable already.</summary>
    public static string Clean(string text)
    {
        var first = FirstBad(text, 0);
        if (first < 0) return text;

        return string.Create(text.Length, (text, first), static (clean, source) =>
        {
            source.text.CopyTo(clean);
            for (var bad = source.first; bad >= 0; bad = FirstBad(source.text, bad + 1))
                clean[bad] = Replacement;
        });
    }

    /// <summary>Index of the next character that can't be stored, or -1. <paramref name="start"/> never stands inside a pair.</summary>
    private static int FirstBad(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\0') return i;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return i;
            i++;
        }

        return -1;
    }
}
