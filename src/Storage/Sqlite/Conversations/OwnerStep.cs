using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>
/// What the account's owner typed on another device: kept, and a reason for the persona to be silent for a while. Our own sends, and what was stored
/// before, are neither.
/// </summary>
internal static class OwnerStep
{
    public static void Apply(SliceScope scope, ChatChange chat, OwnerWrote message, TimeSpan lasts)
    {
        if (message.EditedAt is { } editedAt) Edit(scope, chat, message, editedAt);
        else if (!Covers(chat.Gone, message) && OwnerRows.FindOurs(scope, chat.Row, message.SourceId) is null) Add(scope, chat, message, lasts);
    }

    /// <summary>True: the owner wrote this, and now it is gone.</summary>
    public static bool Delete(SliceScope scope, ChatChange chat, long sourceId)
    {
        if (OwnerRows.Find(scope, chat.Row.Id, sourceId) is not { } message) return false;
        chat.Reload = true;
        if (message.Deleted) return true;
        MessageRows.Delete(scope, message.Id);
        chat.Row.Version++;
        return true;
    }

    private static void Add(SliceScope scope, ChatChange chat, OwnerWrote message, TimeSpan lasts)
    {
        chat.Reload = true;
        if (OwnerRows.Add(scope, message) is null) return;
        chat.Row.Version++;
        chat.Row.MessageCount++;
        chat.Row.LastActivityAt = scope.Now;
        TakeOver(scope, chat.Row, lasts);
    }

    private static void TakeOver(SliceScope scope, ChatRow chat, TimeSpan lasts)
    {
        if (lasts <= TimeSpan.Zero) return;
        var until = OwnerTakeOver.EndAfter(
            chat.Mode, chat.HumanUntil is { } end ? StoreTime.FromMicros(end) : null, StoreTime.FromMicros(scope.Now), lasts);
        ModeChange.Apply(scope, chat, ModeCommand.OwnerWrote);
        chat.HumanUntil = until?.ToMicros();
    }

    /// <summary>The message shows this edit, whether the owner typed it elsewhere or it was sent by us.</summary>
    private static void Edit(SliceScope scope, ChatChange chat, OwnerWrote message, DateTimeOffset editedAt)
    {
        if ((OwnerRows.Find(scope, chat.Row.Id, message.SourceId)?.Id ?? OwnerRows.FindOurs(scope, chat.Row, message.SourceId)) is not { } edited) return;
        chat.Reload = true;
        if (OwnerRows.Add(scope, message) is not { } edit) return;
        MessageRows.ShowEdit(scope, edited, edit, editedAt);
        chat.Row.Version++;
    }

    private static bool Covers(Tombstone? gone, OwnerWrote message) => gone?.Covers(message.At, message.SourceId) is true;
}
