using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>A chat as plain lists. What the store must look like from outside, in the shortest words.</summary>
public sealed class ChatModel(ChatId chat)
{
    public sealed class Message
    {
        public required long Id { get; init; }
        public required long SourceId { get; init; }
        public required string Text { get; set; }
        public int EditedAt { get; set; } = -1;
        public required InboxState State { get; set; }
        public bool Deleted { get; set; }
        public bool WasDropped { get; set; }
        public bool IsParked => State is InboxState.Parked or InboxState.Overdue;
    }

    private readonly Dictionary<long, (string Text, int At)> _edits = [];
    private readonly List<(long Id, OutboxRow? Row, Message? Message)> _all = [];

    public ChatId Chat => chat;
    public long Version { get; private set; }
    public long Turns { get; private set; }
    public ChatMode Mode { get; private set; }
    public List<Message> Messages { get; } = [];

    public IEnumerable<Message> Unanswered =>
        Messages.Where(message => !message.Deleted && message.State is InboxState.Received or InboxState.Requeued);

    public IEnumerable<OutboxRow> Open => Rows.Where(row => row.State is OutboxState.Pending or OutboxState.Sending);

    public IEnumerable<string> HistoryLines => _all
        .Where(entry => entry.Row is { State: OutboxState.Sent or OutboxState.Uncertain }
            || (entry.Message is { Deleted: false } message && !Unanswered.Contains(message)))
        .Select(entry => entry.Row?.Text ?? entry.Message!.Text);

    private IEnumerable<OutboxRow> Rows => _all.Where(entry => entry.Row is not null).Select(entry => entry.Row!);

    public bool Receive(long source, string text, long id, Intent intent, bool unreadable)
    {
        if (Messages.Exists(message => message.SourceId == source)) return false;
        var message = new Message { Id = id, SourceId = source, Text = text, State = unreadable ? InboxState.Parked : InboxState.Received };
        if (_edits.TryGetValue(source, out var edit)) (message.Text, message.EditedAt) = edit;
        if (!unreadable && intent is Intent.OptIn && Mode is ChatMode.OptedOut) IgnoreUnanswered();
        Messages.Add(message);
        _all.Add((id, null, message));
        Version++;
        if (!unreadable && intent is Intent.OptOut) Command(ModeCommand.OptOut);
        if (!unreadable && intent is Intent.OptIn) Command(ModeCommand.OptIn);
        return true;
    }

    public void Edit(long source, string text, int at)
    {
        var repeated = !_seen.Add((source, at));
        if (!repeated && (!_edits.TryGetValue(source, out var latest) || at > latest.At)) _edits[source] = (text, at);
        if (Messages.Find(message => message.SourceId == source) is not { } known || repeated) return;
        (known.Text, known.EditedAt) = _edits[source];
        Version++;
    }

    private readonly HashSet<(long, int)> _seen = [];

    public void Delete(long source)
    {
        if (Messages.Find(message => message.SourceId == source && !message.Deleted) is not { } message) return;
        if (message.IsParked || Unanswered.Contains(message)) message.State = InboxState.Ignored;
        message.Deleted = true;
        Version++;
    }

    public bool Command(ModeCommand command)
    {
        if (ChatModes.Apply(Mode, command) is not { } next) return false;
        if (ChatModes.ForgetsUnanswered(command) && (next != Mode || next is ChatMode.OptedOut))
            IgnoreUnanswered();
        if (next == Mode) return true;
        Mode = next;
        Version++;
        foreach (var row in Rows.Where(row => row.State is OutboxState.Pending && !ChatModes.MaySend(Mode, row.By)).ToList())
            Replace(row with { State = OutboxState.Cancelled });
        return true;
    }

    private void IgnoreUnanswered()
    {
        foreach (var message in Unanswered.ToList()) message.State = InboxState.Ignored;
    }

    /// <summary>Answers and settles what a snapshot shows, in one of several ways.</summary>
    public static InboxMark[] MarksFor(ChatSnapshot chat, int pick) => (pick % 4) switch
    {
        0 => [.. chat.Unanswered.Select(message => new InboxMark(message.Id, InboxState.Parked))],
        1 => [.. chat.Unanswered.Select(message => new InboxMark(message.Id, InboxState.Overdue))],
        _ => [.. chat.Unanswered.Where(message => message.Requeued).Select(message => new InboxMark(message.Id, InboxState.Answered))],
    };

    public bool Turn(TurnSlice slice, TurnCommitted? committed)
    {
        var holds = slice.Basis is null || (slice.Basis.Version == Version && slice.Basis.Turn == Turns);
        if (!holds || (slice.Parts.Count > 0 && !ChatModes.MaySend(Mode, slice.By))) return false;
        Turns++;
        foreach (var message in Messages.Where(message => message.Id <= slice.AnsweredUpTo && message.State is InboxState.Received))
            message.State = InboxState.Answered;
        foreach (var mark in slice.Marks) Messages.Single(message => message.Id == mark.MessageId).State = mark.State;
        foreach (var row in committed!.Rows) _all.Add((row.Id, row, null));
        return true;
    }

    public bool Settle(Message message, bool retry)
    {
        if (!message.IsParked) return retry ? message.State is InboxState.Requeued : message.WasDropped;
        message.State = retry ? InboxState.Requeued : InboxState.Ignored;
        message.WasDropped = !retry;
        Version++;
        return true;
    }

    public void Replace(OutboxRow row)
    {
        var index = _all.FindIndex(entry => entry.Row?.Id == row.Id);
        _all[index] = (row.Id, row, null);
    }
}
