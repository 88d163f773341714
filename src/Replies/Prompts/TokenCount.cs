using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace MultiBot.Replies.Prompts;

/// <summary>
/// Tokens of a text as OpenAI's current models count them (o200k_base); other models differ by some percent. The vocabulary, some
/// 40 MB, is loaded when something is counted for the first time: most prompts are so far below their budget that nothing is.
/// </summary>
internal static class TokenCount
{
    private const string Vocabulary = "o200k_base";

    /// <summary>
    /// Characters counted at once. The tokenizer's time grows with the square of a word's length, and a word can be as long as a
    /// message; cut before a blank, the sum is that of the whole text.
    /// </summary>
    private const int Slice = 256;

    /// <summary>
    /// Begins the names of the vocabulary's marks, such as the end of a text. Written by people they are words; the tokenizer takes them now
    /// for one, now for the other, depending on what it has counted before.
    /// </summary>
    private const string Mark = "<|";

    private static readonly Lazy<TiktokenTokenizer> Tokenizer = new(() => TiktokenTokenizer.CreateForEncoding(Vocabulary));

    /// <summary>By the string itself, for as long as it lives: lines of history and personas come again with every reply.</summary>
    private static readonly ConditionalWeakTable<string, StrongBox<int>> Known = [];

    /// <summary>No text has more tokens than bytes. Costs next to nothing.</summary>
    public static int AtMost(string text) => Encoding.UTF8.GetByteCount(text);

    public static int Of(string text)
    {
        var count = 0;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.Length > Slice ? EndOfSlice(rest) : rest.Length;
            if (rest[..end].IndexOf(Mark) is >= 0 and var mark) end = mark + 1;
            count += Tokenizer.Value.CountTokens(rest[..end]);
            rest = rest[end..];
        }

        return count;
    }

    /// <summary>The same, remembered: for texts that will be counted again.</summary>
    public static int OfKept(string text) => Known.GetValue(text, static text => new StrongBox<int>(Of(text))).Value;

    private static int EndOfSlice(ReadOnlySpan<char> text)
    {
        var blank = text[1..Slice].LastIndexOf(' ') + 1;
        if (blank > 0) return blank;
        return char.IsHighSurrogate(text[Slice - 1]) ? Slice - 1 : Slice;
    }
}
