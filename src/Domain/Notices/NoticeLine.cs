using System.Collections.Immutable;

namespace MultiBot.Domain.Notices;

/// <summary>Events of one kind, collected.</summary>
public sealed record NoticeLine
{
    /// <summary>More codes than these are not kept apart.</summary>
    public const int MostCodes = 8;

    public required NoticeKind Kind { get; init; }
    public long Count { get; init; }
    public DateTimeOffset First { get; init; }
    public DateTimeOffset Last { get; init; }

    /// <summary>What it was the last time: a code, or a status where there is none.</summary>
    public string? LastCode { get; init; }

    /// <summary>All that it was, at most <see cref="MostCodes"/>.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    public NoticeLine Plus(NoticeFact fact)
    {
        var code = WordFor(fact);
        return this with
        {
            Count = Count + 1,
            First = Count == 0 || fact.At < First ? fact.At : First,
            Last = Count == 0 || fact.At > Last ? fact.At : Last,
            LastCode = Count == 0 || fact.At >= Last ? code : LastCode,
            Codes = WithCode(Codes, code),
        };
    }

    public NoticeLine Plus(NoticeLine other) => this with
    {
        Count = Count + other.Count,
        First = other.First < First ? other.First : First,
        Last = other.Last > Last ? other.Last : Last,
        LastCode = other.Last > Last ? other.LastCode : LastCode,
        Codes = other.Codes.Aggregate(Codes, WithCode),
    };

    public bool Equals(NoticeLine? other) =>
        other is not null && (Kind, Count, First, Last, LastCode) == (other.Kind, other.Count, other.First, other.Last, other.LastCode)
        && Codes.SequenceEqual(other.Codes);

    public override int GetHashCode() => HashCode.Combine(Kind, Count, First, Last, LastCode);

    /// <summary>A line more, or the line of its kind with more in it.</summary>
    public static ImmutableArray<NoticeLine> Add(ImmutableArray<NoticeLine> lines, NoticeLine more)
    {
        var known = lines.FirstOrDefault(line => line.Kind == more.Kind);
        return known is null ? lines.Add(more) : lines.Replace(known, known.Plus(more));
    }

    public static ImmutableArray<string> WithCode(ImmutableArray<string> codes, string? code) =>
        code is null || codes.Contains(code) || codes.Length == MostCodes ? codes : codes.Add(code);

    public static string? WordFor(NoticeFact fact) => fact.Code ?? fact.Status?.ToString();
}
