namespace MultiBot.Domain.Messages;

/// <summary>How a stretch of a text is shown.</summary>
public enum TextEntityKind : byte
{
    Bold,

    /// <summary>Monospaced; a tap copies it.</summary>
    Code,
}

/// <summary>
/// A stretch of a text that is shown in another way, counted in UTF-16 code units as Telegram does
/// (core.telegram.org/bots/api#messageentity). The text itself holds no marks, so that no name can pass for one.
/// </summary>
[GenerateSerializer, Immutable, Alias("multibot.text-entity")]
public sealed record TextEntity
{
    [Id(0)] public required TextEntityKind Kind { get; init; }
    [Id(1)] public required int Offset { get; init; }

    /// <summary>At least 1.</summary>
    [Id(2)] public required int Length { get; init; }

    public int End => Offset + Length;
}
