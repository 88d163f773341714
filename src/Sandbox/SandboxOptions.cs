namespace MultiBot.Sandbox;

/// <summary>Sizes and chance of one sandbox. The defaults suit a demo and a load run of some minutes.</summary>
public sealed class SandboxOptions
{
    /// <summary>Journal lines kept; the oldest make room. 131,072 lines are about 25 MB and half a minute at full speed.</summary>
    public int JournalSize { get; set; } = 131_072;

    /// <summary>Messages kept per chat; the oldest make room, counters go on. Far more than a person scrolls back.</summary>
    public int ChatLogSize { get; set; } = 10_000;

    /// <summary>
    /// Spans kept per bot of who used its token; the oldest make room. A bot that moves from one process to another makes one each
    /// time; only two that fight for a token make many.
    /// </summary>
    public int SessionsKept { get; set; } = 1_000;

    /// <summary>Seeds fault rates and drawn ids, so that a run can be repeated. Unset: a new seed each time.</summary>
    public int? Seed { get; set; }

    /// <summary>
    /// True: any positive chat id is taken for a person who has written before. For an embedded sandbox, which forgets its
    /// chats with the process while the bot remembers them. Off by default: Telegram answers "chat not found".
    /// </summary>
    public bool AssumeChatsExist { get; set; }
}
