using System.Globalization;

namespace MultiBot.Storage.Privacy;

/// <summary>An erasure as it is noted outside of the database: the person's keyed hash, and what the tombstone holds. No ids.</summary>
internal sealed record ErasureNote
{
    private const string Format = "1";

    public required byte[] Person { get; init; }

    /// <summary>Microseconds, whole seconds.</summary>
    public required long ErasedAt { get; init; }
    public required long Version { get; init; }
    public required long Turn { get; init; }
    public required long ProfileRevision { get; init; }
    public required long LastSource { get; init; }

    /// <summary>By which notes of one person are found.</summary>
    public string Key => Convert.ToHexStringLower(Person);

    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture, $"{Format} {Key} {ErasedAt / StoreTime.Second} {Version} {Turn} {ProfileRevision} {LastSource}");

    /// <summary>Null: not a whole line of ours.</summary>
    public static ErasureNote? Read(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 7 || parts[0] != Format || parts[1].Length != 2 * PersonHashes.Size) return null;
        var numbers = new long[5];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!long.TryParse(parts[i + 2], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        }

        return DoNotContactId.Read(parts[1]) is not { } person ? null : new ErasureNote
        {
            Person = person, ErasedAt = numbers[0] * StoreTime.Second, Version = numbers[1], Turn = numbers[2], ProfileRevision = numbers[3], LastSource = numbers[4],
        };
    }
}
