namespace MultiBot.Sandbox.Faults;

/// <summary>A standing order to misbehave. Null selectors match everything.</summary>
internal sealed record Fault
{
    public required int Id { get; init; }

    public required FaultKind Kind { get; init; }

    /// <summary>The answer of <see cref="FaultKind.Error"/>: its HTTP status and, in Telegram's shape, the rest.</summary>
    public int Status { get; init; }

    public string? Description { get; init; }

    /// <summary>Seconds, told with a 429.</summary>
    public int? RetryAfter { get; init; }

    public long? MigrateToChatId { get; init; }

    public TimeSpan Delay { get; init; }

    /// <summary>True: the call takes effect first, and only its answer suffers.</summary>
    public bool After { get; init; }

    /// <summary>A duplicate comes under a new update_id instead of the same one.</summary>
    public bool NewId { get; init; }

    public string? Method { get; init; }

    public long? Bot { get; init; }

    public long? ChatId { get; init; }

    public double Rate { get; init; } = 1;

    /// <summary>How often it may fire in all; null is no limit.</summary>
    public int? Count { get; init; }

    /// <summary>How it reads in the journal.</summary>
    public string Name => Kind switch
    {
        FaultKind.Error => $"{Status} {When}",
        FaultKind.Duplicate => "duplicate",
        _ => $"{Kind.ToString().ToLowerInvariant()} {When}",
    };

    private string When => After ? "after" : "before";
}

internal enum FaultKind
{
    Error,
    Drop,
    Delay,
    Duplicate,
}
