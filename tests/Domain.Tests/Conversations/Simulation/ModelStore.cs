using MultiBot.Domain.Approvals;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>
/// The store as its slices document it: epoch guard, version and turn guard, ids of turns and claims, claim checks, modes,
/// parked messages. In memory and never failing; failures are the network's (<see cref="Wire"/>).
/// </summary>
internal sealed partial class ModelStore(Schedule schedule, Judge judge, Trace trace, PlantedBug bug)
{
    private readonly SortedDictionary<long, ModelChat> _chats = [];
    private long _lastId;

    /// <summary>The living lease's.</summary>
    public long Epoch { get; set; }

    public long Cursor { get; private set; }

    /// <summary>Whether the repeat of an applied turn shows its rows as they were, or as they are by now: both are lived with.</summary>
    public bool RepeatsShowToday { get; init; }

    public IEnumerable<ModelChat> Chats => _chats.Values;

    public ModelChat Chat(ChatId id)
    {
        if (!_chats.TryGetValue(id.Value, out var chat))
            _chats.Add(id.Value, chat = new ModelChat(id));
        return chat;
    }

    public ChatSnapshot Load(ChatKey key, int history)
    {
        var chat = Chat(key.Chat);
        if (chat.Erased)
            return new ChatSnapshot { Key = key, Version = chat.Version, Turn = chat.Turn, Erased = true, Memory = chat.Memory };

        var open = chat.Open.Select(row => row.Row).OrderBy(row => (row.Turn, row.Part));
        return new ChatSnapshot
        {
            Key = key,
            Version = chat.Version,
            Turn = chat.Turn,
            Mode = chat.Mode,
            HumanUntil = chat.HumanUntil,
            AnsweredUpTo = chat.AnsweredUpTo,
            Disclosed = chat.Disclosed,
            MessageCount = chat.Inbox.Count + chat.Outbox.Count + chat.Typed.Count,
            Memory = chat.Memory,
            Initiative = InitiativeOf(chat),
            Draft = chat.Draft?.Item is { } draft ? new WaitingDraft { Id = draft.Id, Basis = draft.Basis, Unasked = draft.Unasked, ExpiresAt = draft.ExpiresAt } : null,
            History = [.. Settled(chat).TakeLast(history)],
            Unanswered = [.. chat.Inbox.Where(message => IsShown(chat, message)).Select(message => message.ToMessage())],
            Open = bug is PlantedBug.OpenRowsReversed ? [.. open.Reverse()] : [.. open],
        };
    }

    public SliceAnswer<ModeAnswer> Apply(ModeSlice slice) => Guarded<ModeAnswer>(slice, slice.Chat, chat =>
    {
        var accepted = ChangeMode(chat, slice.Command);
        trace.Note($"store: {slice.Command} of {chat.Id}: {(accepted ? "now" : "refused in")} {chat.Mode}");
        return new SliceAnswer<ModeAnswer>.Accepted(new ModeAnswer { Accepted = accepted, Mode = chat.Mode, Version = chat.Version });
    });

    public SliceAnswer<ParkedAnswer> Apply(ParkedSlice slice) => Guarded<ParkedAnswer>(slice, slice.Chat, chat =>
    {
        var found = chat.Inbox.Find(message => message.Id == slice.MessageId && message.State is InboxState.Parked or InboxState.Overdue);
        if (found is not null)
        {
            found.State = slice.Retry ? InboxState.Requeued : InboxState.Ignored;
            chat.Version++;
            judge.ParkedSettled(chat, found);
            trace.Note($"store: message {found.SourceId} of {chat.Id} is {found.State}");
        }

        return new SliceAnswer<ParkedAnswer>.Accepted(new ParkedAnswer { Found = found is not null });
    });

    /// <summary>Somebody else learns something of the person meanwhile, as an analysis does: the chat's version stays.</summary>
    public void Learn(ChatId id, string fact)
    {
        var chat = Chat(id);
        if (chat.Erased)
            return;

        chat.Memory = chat.Memory with { Memory = MemoryMerge.Note(chat.Memory.Memory, fact, fact, schedule.Now), Revision = chat.Memory.Revision + 1 };
        judge.Learned(id, fact);
        trace.Note($"store: {fact} is known of {id}, revision {chat.Memory.Revision}");
    }

    /// <summary>What both said, in the order it came to the store.</summary>
    private static IEnumerable<HistoryEntry> Settled(ModelChat chat)
    {
        var heard = chat.Inbox.Where(message => !message.Deleted && !chat.WaitsFor(message))
            .Select(message => (message.Id, Line: new HistoryEntry { By = Author.Contact, Text = message.Text, At = message.StoredAt }));
        var said = chat.Outbox.Where(row => row.Row.State is OutboxState.Sent or OutboxState.Uncertain)
            .Select(row => (row.Row.Id, Line: new HistoryEntry { By = row.Row.By, Text = row.Row.Text, At = row.At }));
        var typed = chat.Typed.Select(message => (message.Id, Line: new HistoryEntry { By = Author.Operator, Text = message.Text, At = message.At }));
        return heard.Concat(said).Concat(typed).OrderBy(line => line.Id).Select(line => line.Line);
    }

    private bool IsShown(ModelChat chat, ModelMessage message) =>
        chat.WaitsFor(message) || (bug is PlantedBug.DeletedStillShown && message.Deleted && message.Id > chat.AnsweredUpTo);

    /// <summary>The epoch guard around every write.</summary>
    private SliceAnswer<TResult> Guarded<TResult>(Slice slice, ChatId id, Func<ModelChat, SliceAnswer<TResult>> step)
        where TResult : class
    {
        if (slice.Epoch != Epoch && bug is not PlantedBug.EpochIgnored)
        {
            trace.Note($"store: {slice.GetType().Name} of epoch {slice.Epoch} is stale");
            return new SliceAnswer<TResult>.Stale(Epoch);
        }

        var chat = Chat(id);
        var watermark = chat.AnsweredUpTo;
        var answer = step(chat);
        if (answer is SliceAnswer<TResult>.Accepted)
            judge.Wrote(slice, Epoch, chat, watermark);
        return answer;
    }

    private bool ChangeMode(ModelChat chat, ModeCommand command)
    {
        if (ChatModes.Apply(chat.Mode, command) is not { } mode)
            return false;
        if (command is ModeCommand.Expire && !(chat.HumanUntil <= schedule.Now) && bug is not PlantedBug.EndIgnored)
            return false;

        var changed = mode != chat.Mode || (command is ModeCommand.TakeOver && chat.HumanUntil is not null);
        var forgets = ChatModes.ForgetsUnanswered(command) && (changed || mode is ChatMode.OptedOut);
        if (forgets)
            Forget(chat, really: bug is not PlantedBug.HandBackForgetsNothing);
        if (!changed)
            return true;

        (chat.Mode, chat.HumanUntil) = (mode, null);
        chat.Version++;
        judge.Left(chat, command, schedule.Now);
        if (command is ModeCommand.TakeOver)
            judge.HasTheChat(chat);
        foreach (var row in chat.Outbox.Where(row => row.Row.State is OutboxState.Pending && !ChatModes.MaySend(mode, row.Row.By)))
        {
            if (bug is not PlantedBug.PendingNotCancelled)
                row.Row = row.Row with { State = OutboxState.Cancelled };
        }

        judge.ModeChanged(chat);
        return true;
    }

    private void Forget(ModelChat chat, bool really)
    {
        foreach (var message in chat.Waiting.ToList())
        {
            judge.Forgotten(chat, message);
            if (really)
                message.State = InboxState.Ignored;
        }
    }
}
