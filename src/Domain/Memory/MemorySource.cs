namespace MultiBot.Domain.Memory;

/// <summary>Where a piece of memory comes from. An operator's word is never overwritten by an analysis.</summary>
public enum MemorySource : byte
{
    /// <summary>What the person's Telegram tells of itself.</summary>
    Client,

    /// <summary>What a model concluded from the messages.</summary>
    Analysis,
    Operator,

    /// <summary>Brought along from another system.</summary>
    Import,
    Tool,
}
