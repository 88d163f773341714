using System.Text;

namespace MultiBot.Replies.Guards;

/// <summary>Whether two texts have a long stretch in common, whatever stands between its letters and digits. Pure.</summary>
internal static class CommonRun
{
    /// <summary>Letters and digits alone, in lower case: blanks, hyphens, line ends and invisible marks hide nothing.</summary>
    public static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var c in text)
            if (char.IsLetterOrDigit(c)) bare.Append(char.ToLowerInvariant(c));
        return bare.ToString();
    }

    /// <summary>
    /// Both texts bare. Every stretch of <paramref name="length"/> covers one whole of the pieces, half as long, into which
    /// <paramref name="text"/> is cut: only where such a piece is found, it is looked how far the texts agree around it.
    /// </summary>
    public static bool Of(string text, string other, int length)
    {
        var piece = Math.Max(1, length / 2);
        for (var start = 0; start + piece <= text.Length; start += piece)
        {
            var part = text.AsSpan(start, piece);
            for (var at = other.AsSpan().IndexOf(part); at >= 0;)
            {
                if (Around(text, start, other, at, piece) >= length) return true;
                var next = other.AsSpan(at + 1).IndexOf(part);
                at = next < 0 ? -1 : at + 1 + next;
            }
        }

        return false;
    }

    private static int Around(string text, int start, string other, int at, int piece)
    {
        var before = 0;
        while (before < Math.Min(start, at) && text[start - before - 1] == other[at - before - 1]) before++;
        return before + piece + text.AsSpan(start + piece).CommonPrefixLength(other.AsSpan(at + piece));
    }
}
