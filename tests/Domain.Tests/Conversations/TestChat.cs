using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations;

/// <summary>One conversation under a test's hand: operations go in, the last step's effects are looked at, time stands still until moved.</summary>
internal sealed class TestChat(ChatKey? key = null)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly ChatKey Key = new(BotId.Parse("anna"), new ChatId(7));

    private IReadOnlyList<ConversationEffect> _effects = [];
    private long _version;
    private long _turn;
    private long _row = 100;

    public DateTimeOffset Now { get; set; } = Start;

    public Conversation Mind { get; private set; } = Conversation.Begin(key ?? Key, new Guid("11111111-2222-3333-4444-555555555555"));

    public string Effects => string.Join(' ', _effects.Select(effect => effect.GetType().Name));

    /// <summary>A chat that was read: the given snapshot under epoch 1, nothing said so far.</summary>
    public static TestChat Following(ConversationRules? rules = null, ChatSnapshot? snapshot = null, ChatKey? key = null)
    {
        var chat = new TestChat(key);
        chat.Do(new ConversationOperation.Wake(1, rules ?? new ConversationRules(), null));
        chat.Load(snapshot ?? Snapshot());
        return chat;
    }

    public static ChatSnapshot Snapshot(long version = 0, params OutboxRow[] open) => new() { Key = Key, Version = version, Open = open };

    public static InboxMessage Message(long id, DateTimeOffset? stored = null, bool requeued = false) =>
        new() { Id = id, SourceId = id, Text = $"m{id}", At = stored ?? Start, StoredAt = stored ?? Start, Requeued = requeued };

    public static OutboxRow Row(long id, OutboxState state, long epoch = 1, int attempt = 0, bool uncertain = false) => new()
    {
        Id = id,
        Turn = 1,
        Part = 0,
        Text = "r",
        By = Author.Persona,
        State = state,
        Epoch = epoch,
        Attempt = attempt,
        ClaimedAt = state is OutboxState.Sending ? Start : null,
        Uncertain = uncertain,
    };

    public T One<T>()
        where T : ConversationEffect => _effects.OfType<T>().Single();

    public bool Has<T>()
        where T : ConversationEffect => _effects.OfType<T>().Any();

    public TestChat Do(ConversationOperation operation)
    {
        (Mind, _effects) = Mind.Apply(operation, Now);
        return this;
    }

    public TestChat After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return Do(new ConversationOperation.Tick());
    }

    public TestChat Load(ChatSnapshot snapshot)
    {
        (_version, _turn) = (snapshot.Version, snapshot.Turn);
        return Do(new ConversationOperation.Loaded(One<ConversationEffect.Load>().Ticket, snapshot));
    }

    public TestChat Hears(params InboxMessage[] messages) => Do(new ConversationOperation.Wake(1, null, new ChatAdvance
    {
        Chat = Mind.Key.Chat,
        FromVersion = _version,
        Version = ++_version,
        Messages = messages,
    }));

    public TestChat Writes(string text, ReplyUsage? usage = null) =>
        Do(new ConversationOperation.DraftWritten(One<ConversationEffect.Generate>().Ticket, text, usage));

    /// <summary>The store takes the turn being committed.</summary>
    public TestChat Commits()
    {
        var commit = One<ConversationEffect.Commit>();
        _turn++;
        var rows = commit.Slice.Parts.Select((part, index) => Row(++_row, part.SendNow ? OutboxState.Sending : OutboxState.Pending, attempt: part.SendNow ? 1 : 0) with
        {
            Turn = _turn,
            Part = index,
            Text = part.Text,
            ReplyTo = part.ReplyTo,
            ClaimedAt = part.SendNow ? Now : null,
        });
        return Do(new ConversationOperation.TurnAnswered(commit.Ticket, new SliceAnswer<TurnCommitted>.Accepted(new TurnCommitted { Turn = _turn, Rows = [.. rows] })));
    }

    /// <summary>The store grants the claim.</summary>
    public TestChat Grants()
    {
        var claim = One<ConversationEffect.Claim>();
        var row = Mind.Open[0] with { State = OutboxState.Sending, Attempt = claim.Slice.Attempt, Epoch = claim.Slice.Epoch, ClaimedAt = Now };
        return Do(new ConversationOperation.ClaimAnswered(claim.Ticket, new SliceAnswer<ClaimAnswer>.Accepted(new ClaimAnswer { Row = row })));
    }

    public TestChat Ends(SendOutcome outcome) => Do(new ConversationOperation.SendFinished(One<ConversationEffect.Send>().Ticket, outcome));

    /// <summary>The store records the outcome.</summary>
    public TestChat Records()
    {
        var record = One<ConversationEffect.Record>();
        var row = Mind.Open[0] with { State = record.Slice.State, NotBefore = record.Slice.NotBefore, Uncertain = Mind.Open[0].Uncertain || record.Slice.Uncertain };
        return Do(new ConversationOperation.OutcomeAnswered(record.Ticket, new SliceAnswer<OutcomeRecorded>.Accepted(new OutcomeRecorded { Row = row })));
    }
}
