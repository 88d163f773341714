namespace MultiBot.Domain.Chats;

/// <summary>Who speaks for the bot in a chat.</summary>
public enum ChatMode : byte
{
    /// <summary>The persona answers.</summary>
    Persona = 0,

    /// <summary>A human has taken over; messages are kept, the persona is silent.</summary>
    Human = 1,

    /// <summary>The persona pauses; what arrives meanwhile is answered after resuming, unless it is overdue by then.</summary>
    Paused = 2,

    /// <summary>The person asked not to be written to. Only the person ends this, by <c>/start</c>.</summary>
    OptedOut = 3,

    /// <summary>The person blocked the bot (Telegram answers 403); ends when the person unblocks it.</summary>
    Blocked = 4,
}

/// <summary>What can be asked of a chat's mode. Operators ask for the first four, the person for the next four, the account's owner and the clock for the last two.</summary>
public enum ModeCommand : byte
{
    TakeOver,
    HandBack,
    Pause,
    Resume,
    OptOut,
    OptIn,
    Block,
    Unblock,

    /// <summary>The account's owner typed a message on another device: the persona is silent for a while. A mode that keeps it silent anyway stays.</summary>
    OwnerWrote,

    /// <summary>That while is over. A take-over that has no end, or whose end has not come, stays.</summary>
    Expire,
}

/// <summary>The one table of mode changes. A command that makes no sense in a mode is refused (null), never ignored.</summary>
public static class ChatModes
{
    /// <summary>The mode after the command, or null when the command is refused in this mode.</summary>
    public static ChatMode? Apply(ChatMode mode, ModeCommand command) => (mode, command) switch
    {
        (_, ModeCommand.OptOut) => ChatMode.OptedOut,
        (ChatMode.OptedOut, ModeCommand.OptIn) => ChatMode.Persona,
        (_, ModeCommand.OptIn) => mode,
        (ChatMode.OptedOut, ModeCommand.Block or ModeCommand.Unblock) => mode,
        (_, ModeCommand.Block) => ChatMode.Blocked,
        (ChatMode.Blocked, ModeCommand.Unblock) => ChatMode.Persona,
        (_, ModeCommand.Unblock) => mode,
        (ChatMode.Persona, ModeCommand.OwnerWrote) => ChatMode.Human,
        (_, ModeCommand.OwnerWrote) => mode,
        (ChatMode.OptedOut or ChatMode.Blocked, _) => null,
        (_, ModeCommand.TakeOver) => ChatMode.Human,
        (ChatMode.Human or ChatMode.Persona, ModeCommand.HandBack) => ChatMode.Persona,
        (ChatMode.Human, ModeCommand.Expire) => ChatMode.Persona,
        (ChatMode.Persona or ChatMode.Paused, ModeCommand.Pause) => ChatMode.Paused,
        (ChatMode.Persona or ChatMode.Paused, ModeCommand.Resume) => ChatMode.Persona,
        _ => null,
    };

    /// <summary>May a row written by <paramref name="by"/> leave while the chat is in this mode?</summary>
    public static bool MaySend(ChatMode mode, Messages.Author by) => by switch
    {
        Messages.Author.Operator or Messages.Author.Notice => mode is ChatMode.Persona or ChatMode.Human or ChatMode.Paused,
        // Taken back by the person's /start.
        Messages.Author.Farewell => mode is ChatMode.OptedOut,
        _ => mode is ChatMode.Persona,
    };

    /// <summary>
    /// A hand-back leaves what was said meanwhile to the human: old messages are not answered again. Who opts out or blocks the
    /// bot is not answered later either; unblocking ends a take-over, and must not have the persona answer what the human read.
    /// </summary>
    public static bool ForgetsUnanswered(ModeCommand command) => command is ModeCommand.HandBack or ModeCommand.Expire or ModeCommand.OptOut or ModeCommand.Block;
}
