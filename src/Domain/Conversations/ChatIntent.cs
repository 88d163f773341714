using System.Globalization;
using System.Text;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Conversations;

/// <summary>
/// What a message asks of the chat itself. Only a message that is nothing but an opt-out phrase counts, in any case, with any
/// accents, punctuation or emoji around it: «Stop!» does, «stop it, you are funny» is talk. The phrases: <see cref="OptOutPhrases"/>.
/// </summary>
public static class ChatIntent
{
    // The longest phrase has far less; a longer message is talk and not worth folding.
    private const int LongestWish = 64;

    /// <param name="text">What the person wrote.</param>
    /// <param name="languageCode">IETF tag of the person's Telegram client. Some words opt out in one language and are talk in another.</param>
    public static Intent Of(string text, string? languageCode)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.StartsWith("/")) return OfCommand(trimmed[1..]);
        if (trimmed.Length is 0 or > LongestWish) return Intent.None;
        var words = Fold(trimmed);
        return OptOutPhrases.Contains(Once(words), Language(languageCode)) ? Intent.OptOut : Intent.None;
    }

    /// <summary>Lower case without accents; letters and digits only, words apart by one space.</summary>
    internal static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in WellFormed(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) continue;
            if (rune.Value is '\'' or '’' or 'ʼ') continue;
            if (rune.Value is 'ı') folded.Append('i');
            else if (Rune.IsLetterOrDigit(rune)) folded.Append(Rune.ToLowerInvariant(rune));
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }

        return folded.ToString().TrimEnd();
    }

    // A lone surrogate and U+FFFE, which is no character, cannot be normalised; the replacement character separates words like any symbol.
    private static string WellFormed(ReadOnlySpan<char> text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.Value is 0xFFFE ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }

    private static Intent OfCommand(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(" \t\r\n");
        var word = end < 0 ? text : text[..end];
        if (word.IndexOf('@') is >= 0 and var at) word = word[..at];
        if (word.Equals("start", StringComparison.OrdinalIgnoreCase)) return Intent.OptIn;
        if (word.Equals("privacy", StringComparison.OrdinalIgnoreCase)) return Intent.Privacy;
        return end < 0 && OptOutPhrases.IsCommand(word) ? Intent.OptOut : Intent.None;
    }

    // «stop stop stop» is as clear as «stop».
    private static string Once(string words)
    {
        var space = words.IndexOf(' ');
        if (space < 0) return words;
        var first = words[..space];
        return words.Split(' ').All(word => word == first) ? first : words;
    }

    private static string Language(string? tag)
    {
        var end = tag?.IndexOfAny(['-', '_']) ?? -1;
        return (end < 0 ? tag ?? "" : tag![..end]).ToLowerInvariant();
    }
}
