using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Events;
using MultiBot.Storage.Events;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>Changes who speaks in a chat, with all that follows in the same transaction. Repeating a command changes nothing more.</summary>
internal static class ModeChange
{
    /// <summary>Refused: the mode table has no such change. Changed: false when the chat was in that mode already.</summary>
    public readonly record struct Result(bool Refused, bool Changed, int Cancelled);

    public static Result Apply(SliceScope scope, ChatRow chat, ModeCommand command)
    {
        if (ChatModes.Apply(chat.Mode, command) is not { } mode) return new(Refused: true, Changed: false, Cancelled: 0);
        if (command is ModeCommand.Expire && !(chat.HumanUntil <= scope.Now)) return new(Refused: true, Changed: false, Cancelled: 0);

        // An operator who takes over what the owner has for a while keeps it.
        var changed = mode != chat.Mode || (command is ModeCommand.TakeOver && chat.HumanUntil is not null);
        // Whoever opts out again may have written in between; a second hand-back must not swallow what came after the first.
        if (ChatModes.ForgetsUnanswered(command) && (changed || mode is ChatMode.OptedOut)) InboxRows.ForgetUnanswered(scope, chat);
        if (!changed) return default;

        chat.Mode = mode;
        chat.HumanUntil = null;
        chat.Version++;
        var cancelled = OutboxRows.CancelForbidden(scope, chat);
        scope.Log(EventTypes.ChatModeChanged, chat.Id, EventData.Mode(mode, command));
        // From here on the persona is silent; why, is told once and not for each message.
        scope.Log(SilenceReasons.Of(mode), chat.Id, chat.Turn);
        return new(Refused: false, Changed: true, cancelled);
    }
}
