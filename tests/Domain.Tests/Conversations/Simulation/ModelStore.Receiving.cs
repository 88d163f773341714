using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>Updates become rows, once.</summary>
internal sealed partial class ModelStore
{
    public SliceAnswer<Received> Apply(ReceiveSlice slice)
    {
        if (slice.Epoch != Epoch && bug is not PlantedBug.EpochIgnored)
            return new SliceAnswer<Received>.Stale(Epoch);

        var changes = new SortedDictionary<long, Change>();
        foreach (var update in slice.Batch.Updates)
            Store(update, slice.OwnerTakesOver, changes);
        Cursor = slice.Batch.Cursor;
        foreach (var change in changes.Values)
            judge.Wrote(slice, Epoch, change.Chat, change.Watermark);
        trace.Note($"store: {slice.Batch.Updates.Length} updates, cursor {Cursor}, {string.Join(", ", changes.Values)}");
        return new SliceAnswer<Received>.Accepted(new Received { Chats = [.. changes.Values.Where(change => change.Touched).Select(change => change.ToAdvance())] });
    }

    private void Store(InboundUpdate update, TimeSpan ownerTakesOver, SortedDictionary<long, Change> changes)
    {
        switch (update)
        {
            case MessageArrived message: Add(ChangeOf(message.Chat, changes), message); break;
            case MessageEdited edit: Edit(ChangeOf(edit.Chat, changes), edit); break;
            case MessagesDeleted { Chat: { } chat } deletion: Delete(ChangeOf(chat, changes), deletion.SourceIds[0]); break;
            case OwnerWrote owner: Add(ChangeOf(owner.Chat, changes), owner, ownerTakesOver); break;
            case ContactMembership membership: ChangeMode(ChangeOf(membership.Chat, changes), membership.Blocked ? ModeCommand.Block : ModeCommand.Unblock); break;
        }
    }

    private void Add(Change change, MessageArrived arrived)
    {
        var chat = change.Chat;
        if (chat.Tombstone is { } gone && bug is not PlantedBug.TombstoneIgnored && (arrived.At < gone.At || arrived.SourceId <= gone.LastSource))
            return;

        // In one and the same instant there is no before.
        if (arrived.At != chat.Tombstone?.At)
            judge.Stored(chat, arrived.SourceId);
        if (chat.Erased)
            (chat.Erased, change.Reload) = (false, true);
        if (chat.Find(arrived.SourceId) is not null && bug is not PlantedBug.NoUniqueKey)
        {
            change.Reload = true;
            return;
        }

        var message = new ModelMessage { Id = ++_lastId, SourceId = arrived.SourceId, Text = arrived.Text, StoredAt = schedule.Now };
        chat.Inbox.Add(message);
        chat.Version++;
        change.Messages.Add(message.ToMessage());
        if (arrived.Intent is Intent.OptOut)
            ChangeMode(change, ModeCommand.OptOut);
        else if (arrived.Intent is Intent.OptIn)
            ChangeMode(change, ModeCommand.OptIn);
    }

    private static void Edit(Change change, MessageEdited edit)
    {
        if (change.Chat.Find(edit.SourceId) is not { } message)
            return;

        change.Reload = true;
        if (message.EditedAt >= edit.EditedAt)
            return;
        (message.Text, message.EditedAt) = (edit.Text, edit.EditedAt);
        change.Chat.Version++;
    }

    private static void Delete(Change change, long sourceId)
    {
        if (change.Chat.Find(sourceId) is not { } message)
            return;

        change.Reload = true;
        if (message.Deleted)
            return;
        if (change.Chat.WaitsFor(message) || message.State is InboxState.Parked or InboxState.Overdue)
            message.State = InboxState.Ignored;
        message.Deleted = true;
        change.Messages.RemoveAll(added => added.Id == message.Id);
        change.Chat.Version++;
    }

    private void ChangeMode(Change change, ModeCommand command)
    {
        ChangeMode(change.Chat, command);
        change.Reload = true;
    }

    private Change ChangeOf(ChatId id, SortedDictionary<long, Change> changes)
    {
        if (!changes.TryGetValue(id.Value, out var change))
            changes.Add(id.Value, change = new Change(Chat(id)));
        return change;
    }

    private sealed class Change(ModelChat chat)
    {
        private readonly long _from = chat.Version;

        public ModelChat Chat => chat;
        public long Watermark { get; } = chat.AnsweredUpTo;
        public List<InboxMessage> Messages { get; } = [];
        public bool Reload { get; set; }
        public bool Touched => Reload || Messages.Count > 0;

        public ChatAdvance ToAdvance() =>
            new() { Chat = chat.Id, FromVersion = _from, Version = chat.Version, Messages = [.. Messages], Reload = Reload };

        public override string ToString() => $"{chat.Id}: version {_from} → {chat.Version}, {Messages.Count} new{(Reload ? ", reload" : "")}";
    }
}
