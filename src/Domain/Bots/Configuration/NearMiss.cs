namespace MultiBot.Domain.Bots.Configuration;

/// <summary>Guesses what was meant by a name nobody knows.</summary>
internal static class NearMiss
{
    private const int MaxDistance = 2;

    // Below this length, two changed letters make another word.
    private const int ShortName = 4;
    private const int LongestName = 64;

    /// <summary>« Did you mean x?» with a leading space, or nothing.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Of(name, known) is { } guess ? $" Did you mean {guess}?" : "";

    /// <summary>The same name in another spelling (<c>api_url</c>), or the nearest one at most two letters away.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName) return null;
        var plain = Plain(name);
        var allowed = plain.Length <= ShortName ? 1 : MaxDistance;
        return known
            .Select(candidate => (candidate, distance: Distance(plain, Plain(candidate))))
            .Where(guess => guess.distance <= allowed)
            .OrderBy(guess => guess.distance)
            .Select(guess => guess.candidate)
            .FirstOrDefault();
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // Levenshtein, one row at a time, two swapped neighbours counting as two changes.
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MaxDistance) return int.MaxValue;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
