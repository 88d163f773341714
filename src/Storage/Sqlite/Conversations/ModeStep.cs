using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Sqlite.Conversations;

internal static class ModeStep
{
    public static SliceAnswer<ModeAnswer> Apply(SliceScope scope, ModeSlice slice)
    {
        var chat = ChatRow.Load(scope, slice.Chat);
        var result = ModeChange.Apply(scope, chat, slice.Command);
        if (!result.Refused) chat.Save(scope);
        return new SliceAnswer<ModeAnswer>.Accepted(new ModeAnswer
        {
            Accepted = !result.Refused,
            Mode = chat.Mode,
            Version = chat.Version,
            Cancelled = result.Cancelled,
            StillSending = result.Refused ? 0 : OutboxRows.Sending(scope, chat),
        });
    }
}
