using System.Text;

namespace MultiBot.Domain.Bots;

/// <summary>A bot's name in the cluster: 1–50 of <c>a-z 0-9 - _</c>. It leads every key and every index.</summary>
[GenerateSerializer, Immutable, Alias("multibot.bot-id")]
public readonly record struct BotId : IComparable<BotId>
{
    public const int MaxLength = 50;

    private BotId(string value) => Value = value;

    [Id(0)]
    public string Value { get; init; }

    /// <exception cref="FormatException">The text is no bot id; use <see cref="TryParse"/> for input from outside.</exception>
    public static BotId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"A bot id is 1–{MaxLength} of a-z 0-9 - _.");

    public static bool TryParse(string? text, out BotId id)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && text.All(IsAllowed);
        id = valid ? new BotId(text!) : default;
        return valid;
    }

    /// <summary>Makes an id from a display name: lower case, everything else becomes a dash. Null when nothing usable is left.</summary>
    public static BotId? FromName(string name)
    {
        var text = new StringBuilder(MaxLength);
        foreach (var c in name.ToLowerInvariant())
        {
            if (text.Length == MaxLength) break;
            if (IsAllowed(c)) text.Append(c);
            else if (text.Length > 0 && text[^1] != '-') text.Append('-');
        }

        return TryParse(text.ToString().Trim('-'), out var id) ? id : null;
    }

    public int CompareTo(BotId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    private static bool IsAllowed(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_';

    public static bool operator <(BotId left, BotId right) => left.CompareTo(right) < 0;
    public static bool operator >(BotId left, BotId right) => left.CompareTo(right) > 0;
    public static bool operator <=(BotId left, BotId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(BotId left, BotId right) => left.CompareTo(right) >= 0;
}
