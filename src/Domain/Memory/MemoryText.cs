using System.Globalization;
using System.Text;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Memory;

/// <summary>Texts of memory: how they are made storable and short, and when two of them say the same. Pure.</summary>
public static class MemoryText
{
    /// <summary>
    /// One line of at most <paramref name="limit"/> characters, cut at the end of a word: no control characters, no blanks doubled, and
    /// none of the invisible tag characters (U+E0000 to U+E007F), in which a sentence can hide from whoever looks at it.
    /// </summary>
    public static string OneLine(string? raw, int limit)
    {
        var text = new StringBuilder();
        var gap = false;
        foreach (var rune in StorableText.Clean(raw ?? "").EnumerateRunes())
        {
            if (rune.Value is >= 0xE0000 and <= 0xE007F) continue;
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                gap = text.Length > 0;
                continue;
            }

            if (text.Length + (gap ? 1 : 0) + rune.Utf16SequenceLength > limit) return CutAtAWord(text, gap);
            if (gap) text.Append(' ');
            text.Append(rune);
            gap = false;
        }

        return text.ToString();
    }

    /// <summary>
    /// Equal for texts that differ in case, punctuation and blanks only; empty for a text without a word. Signs that make a word
    /// another one stay: «C++» is not «C».
    /// </summary>
    public static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        var gap = false;
        foreach (var rune in Normalizable(text).Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (IsApostrophe(rune)) continue;
            if (!IsKept(rune))
            {
                gap = key.Length > 0;
                continue;
            }

            if (gap) key.Append(' ');
            key.Append(Rune.ToLowerInvariant(rune));
            gap = false;
        }

        return key.ToString();
    }

    /// <summary>A lone surrogate and U+FFFE, which is no character, cannot be normalised.</summary>
    private static string Normalizable(string text) => StorableText.Clean(text).Replace('\uFFFE', '\uFFFD');

    private static string CutAtAWord(StringBuilder text, bool betweenWords)
    {
        var whole = text.ToString();
        var end = betweenWords ? whole.Length : whole.LastIndexOf(' ');
        return end > whole.Length / 2 ? whole[..end] : whole;
    }

    /// <summary>"Don't" and "dont" are one word.</summary>
    private static bool IsApostrophe(Rune rune) => rune.Value is '\'' or 0x2019 or 0x02BC;

    private static bool IsKept(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol;
}
