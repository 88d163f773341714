using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Events;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>
/// Stores a batch and the cursor behind it. A batch that comes again after an unknown result finds its rows stored: it changes
/// nothing, and reports its chats once more, so that no nudge is lost with the answer.
/// </summary>
internal sealed class ReceiveStep(SliceScope scope, SystemAnswers? answers, TimeSpan ownerTakesOver)
{
    private const string StoreCursor =
        "UPDATE telegram_sessions SET cursor = ?2, cursor_at = ?3, last_update_at = IIF(?4, ?3, last_update_at) WHERE bot_id = ?1";

    private readonly Dictionary<ChatId, ChatChange> chats = [];

    /// <summary>New messages in groups whose authors opt out by them.</summary>
    private readonly HashSet<(ChatId Group, long SourceId)> optingOut = [];

    public SliceAnswer<Received> Apply(UpdateBatch batch)
    {
        foreach (var update in batch.Updates) Store(update);
        foreach (var chat in chats.Values.Where(chat => chat.Touched)) chat.Row.Save(scope);
        scope.Session.Execute(StoreCursor, scope.Bot, batch.Cursor, scope.Now, batch.Updates.Length > 0);
        return new SliceAnswer<Received>.Accepted(new Received
        {
            Chats = [.. chats.Values.Where(chat => chat.Touched).Select(chat => chat.ToAdvance())],
            Stored = (int)scope.Received,
        });
    }

    private void Store(InboundUpdate update)
    {
        switch (update)
        {
            case MessageArrived message:
                Add(message);
                break;
            case MessageEdited edit:
                Edit(edit);
                break;
            case MessagesDeleted deletion:
                foreach (var id in deletion.SourceIds) Delete(deletion.Chat, id);
                break;
            case OwnerWrote owner:
                OwnerStep.Apply(scope, Chat(owner.Chat), owner, ownerTakesOver);
                break;
            case AuthorOptedOut author:
                if (optingOut.Contains((author.Group, author.SourceId))) ChangeMode(Chat(author.Chat), ModeCommand.OptOut);
                break;
            case ContactMembership membership:
                ChangeMode(Chat(membership.Chat), membership.Blocked ? ModeCommand.Block : ModeCommand.Unblock);
                break;
            default:
                throw new ArgumentException($"The store knows no update {update.GetType().Name}.", nameof(update));
        }
    }

    private void Add(MessageArrived message)
    {
        var chat = Chat(message.Chat);
        if (chat.Gone?.Covers(message.At, message.SourceId) is true) return;
        if (MessageRows.Add(scope, message, IsForTheSystem(message)) is not { } added)
        {
            Repeat(chat, message.SourceId);
            return;
        }

        if (message.Chat.IsGroup) optingOut.Add((message.Chat, message.SourceId));
        scope.Received++;
        chat.Row.Version++;
        chat.Row.MessageCount++;
        chat.Row.LastActivityAt = scope.Now;
        chat.Row.ContactName = message.SenderName is { } name ? StorableText.Clean(name) : chat.Row.ContactName;
        chat.Row.Language = message.LanguageCode is { } language ? StorableText.Clean(language) : chat.Row.Language;
        scope.Log(EventTypes.MessageReceived, message.Chat, EventData.Message(added.Id));
        if (message.Unreadable is { } code) Park(chat, added.Id, code);
        else Await(chat, message, added.Id, added.Edited);
    }

    /// <summary>Nobody could answer it: an operator looks at it.</summary>
    private void Park(ChatChange chat, long id, string code)
    {
        scope.Parked++;
        InboxRows.List(scope, chat.Row.Id, id);
        scope.Log(EventTypes.ReplyFailed, chat.Row.Id, EventData.Failed(id, code));
        chat.Reload = true;
    }

    /// <summary>The words' own request comes first: whoever opts out is not answered any more, by this message or an earlier one.</summary>
    private void Await(ChatChange chat, MessageArrived message, long id, bool edited)
    {
        if (IsForTheSystem(message))
        {
            Answer(chat, message);
            return;
        }

        if (message.Intent is Intent.OptIn) OptIn(chat);
        if (message.Intent is Intent.Command) ListCommand(chat, id);
        else chat.Row.LastInId = id;
        chat.Messages.Add(new InboxMessage
        {
            Id = id,
            SourceId = message.SourceId,
            Kind = message.Kind,
            Text = StorableText.Clean(message.Text),
            At = StoreTime.FromMicros(message.At.ToMicros()),
            StoredAt = StoreTime.FromMicros(scope.Now),
            Details = message.Details,
            Requeued = message.Intent is Intent.Command,
            Command = message.Intent is Intent.Command,
        });
        chat.Reload |= edited;
        if (message.Intent is Intent.OptOut && ChangeMode(chat, ModeCommand.OptOut)) Answer(chat, message);
    }

    private bool IsForTheSystem(MessageArrived message) => message.Intent is Intent.Privacy or Intent.AuthorOptOut && answers is not null;

    private void Answer(ChatChange chat, MessageArrived message)
    {
        if (answers?.To(message) is not { } text) return;
        OutboxRows.AddAnswer(scope, chat.Row, text, message.Chat.IsGroup ? message.SourceId : null);
        chat.Reload = true;
    }

    /// <summary>A command waits like a message that was put back, beside the chat's watermark.</summary>
    private void ListCommand(ChatChange chat, long id)
    {
        InboxRows.List(scope, chat.Row.Id, id);
        chat.Row.Requeued++;
    }

    /// <summary>What was written while nobody was to answer stays unanswered; the message that opts in again is the first to be.</summary>
    private void OptIn(ChatChange chat)
    {
        if (chat.Row.Mode is ChatMode.OptedOut)
        {
            InboxRows.ForgetUnanswered(scope, chat.Row);
            chat.Messages.Clear();
        }

        ChangeMode(chat, ModeCommand.OptIn);
    }

    private void Repeat(ChatChange chat, long sourceId)
    {
        chat.Reload = true;
        if (MessageRows.Find(scope, chat.Row.Id, sourceId) is { } stored && stored.WaitsFor(chat.Row) && !chat.Messages.Contains(stored.Message))
            chat.Messages.Add(stored.Message);
    }

    /// <summary>An edit of a message we never saw is kept, and shows should the message come after all.</summary>
    private void Edit(MessageEdited edit)
    {
        // Of a message that was erased, or came from before: its words are the person's as well. In a group, of one that was not for the bot.
        if ((edit.OnlyIfKnown || Chat(edit.Chat).Gone is not null) && MessageRows.Find(scope, edit.Chat, edit.SourceId) is null) return;
        var added = MessageRows.AddEdit(scope, edit);
        if (MessageRows.Find(scope, edit.Chat, edit.SourceId) is not { } stored) return;

        var chat = Chat(edit.Chat);
        chat.Reload = true;
        if (added is not { } id) return;
        MessageRows.ShowEdit(scope, stored.Message.Id, id, edit.EditedAt);
        chat.Row.Version++;
    }

    private void Delete(ChatId? named, long sourceId)
    {
        IReadOnlyList<ChatId> among = named is { } one ? [one] : [.. MessageRows.ChatsOf(scope.Session, scope.Bot, sourceId).Union(OwnerRows.ChatsOf(scope, sourceId))];
        foreach (var id in among)
        {
            var chat = Chat(id);
            if (OwnerStep.Delete(scope, chat, sourceId) || MessageRows.Find(scope, id, sourceId) is not { } stored) continue;
            chat.Reload = true;
            if (!stored.Deleted) Delete(chat, stored);
        }
    }

    private void Delete(ChatChange chat, StoredMessage stored)
    {
        if (stored.WaitsFor(chat.Row) || InboxRows.IsParked(stored.State))
            InboxRows.Mark(scope, chat.Row, stored.Message.Id, stored.State, InboxState.Ignored, null);
        MessageRows.Delete(scope, stored.Message.Id);
        InboxRows.FindLastWaiting(scope, chat.Row);
        chat.Messages.RemoveAll(message => message.Id == stored.Message.Id);
        chat.Row.Version++;
    }

    /// <summary>True: the chat was in another mode before.</summary>
    private bool ChangeMode(ChatChange chat, ModeCommand command)
    {
        var waiting = chat.Row.AnsweredUpTo;
        var result = ModeChange.Apply(scope, chat.Row, command);
        if (chat.Row.AnsweredUpTo != waiting) chat.Messages.Clear();
        chat.Reload |= result.Changed || chat.Row.AnsweredUpTo != waiting;
        return result.Changed;
    }

    private ChatChange Chat(ChatId id)
    {
        if (chats.TryGetValue(id, out var change)) return change;
        var gone = Tombstone.Find(scope.Session, scope.PersonOf(id));
        // Nobody comes back beside rows of before.
        if (gone is { HasRest: true }) EraseStep.DeleteRest(scope.Session, scope.Bot, id, gone.Person, int.MaxValue);
        chats.Add(id, change = new ChatChange(ChatRow.Load(scope, id), gone));
        return change;
    }
}
