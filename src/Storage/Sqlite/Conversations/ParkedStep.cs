using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>An operator puts a message back or drops it. A repeat finds what the first call left and answers the same.</summary>
internal static class ParkedStep
{
    public static SliceAnswer<ParkedAnswer> Apply(SliceScope scope, ParkedSlice slice)
    {
        var found = InboxRows.Find(scope, slice.Chat, slice.MessageId);
        if (found is { } message && InboxRows.IsParked(message.State)) Settle(scope, slice, message.State);
        else if (!WasSettled(found, slice.Retry)) return Answer(false);
        return Answer(true);
    }

    private static void Settle(SliceScope scope, ParkedSlice slice, InboxState before)
    {
        var chat = ChatRow.Load(scope, slice.Chat);
        var after = slice.Retry ? InboxState.Requeued : InboxState.Ignored;
        InboxRows.Mark(scope, chat, slice.MessageId, before, after, slice.Retry ? null : StorageCodes.DroppedByOperator);
        chat.Version++;
        chat.Save(scope);
    }

    private static bool WasSettled((InboxState State, bool Deleted, string? Code)? message, bool retry) => retry
        ? message is { State: InboxState.Requeued }
        : message is { State: InboxState.Ignored, Code: StorageCodes.DroppedByOperator };

    private static SliceAnswer<ParkedAnswer> Answer(bool found) =>
        new SliceAnswer<ParkedAnswer>.Accepted(new ParkedAnswer { Found = found });
}
