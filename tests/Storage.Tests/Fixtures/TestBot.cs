using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Tests.Fixtures;

/// <summary>One bot under test: speaks the store's language in few words.</summary>
public sealed class TestBot
{
    public static readonly ChatId Chat = new(7);

    private readonly IStoreFixture _store;
    private long _cursor = 1;

    private TestBot(IStoreFixture store, BotId id) => (_store, Id) = (store, id);

    public BotId Id { get; }
    public long Epoch { get; set; }
    public Guid Incarnation { get; } = Guid.NewGuid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static BotConfig Config(string id, bool sealMessages = false) => new()
    {
        BotId = BotId.Parse(id),
        Name = $"Name of {id}",
        Telegram = new TelegramConfig { Token = new Secret($"100:{id}-token") },
        DataIsolation = new DataIsolationConfig { SealMessages = sealMessages },
    };

    public static Incarnation Life(Guid id, string silo) => new() { Id = id, Silo = silo, Address = "127.0.0.1:11111", HttpPort = 5080, Member = $"{silo}@1" };

    public static BotRecord Record(BotConfig config) => new() { Config = config, OwnJson = $$"""{"botId":"{{config.BotId}}"}""" };

    public static async Task<TestBot> RegisterAsync(IStoreFixture store, string id, bool sealMessages = false)
    {
        Assert.True(await store.Bots.AddAsync(Record(Config(id, sealMessages)), Cancellation));
        var bot = new TestBot(store, BotId.Parse(id));
        await bot.ClaimLeaseAsync();
        return bot;
    }

    /// <summary>A bot that is registered already, as another silo sees it.</summary>
    public static TestBot Of(IStoreFixture store, BotId id) => new(store, id);

    public async Task ClaimLeaseAsync()
    {
        await _store.Leases.RegisterAsync(
            Life(Incarnation, "silo-1"), new LifeTerms(TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.Zero), Cancellation);
        Epoch = Assert.IsType<ClaimResult.Granted>(await _store.Leases.ClaimAsync(Id, Incarnation, Cancellation)).Epoch;
    }

    public MessageArrived Message(long sourceId, string? text = null, ChatId? chat = null, Intent intent = Intent.None, string? unreadable = null) => new()
    {
        Chat = chat ?? Chat,
        SourceId = sourceId,
        Text = text ?? $"message {sourceId}",
        At = _store.Clock.GetUtcNow().AddSeconds(-1),
        SenderName = "Kim",
        LanguageCode = "en",
        Intent = intent,
        Unreadable = unreadable,
    };

    public MessageEdited Edit(long sourceId, string text, int second = 1, ChatId? chat = null) => new()
    {
        Chat = chat ?? Chat,
        SourceId = sourceId,
        Text = text,
        EditedAt = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(second),
    };

    public ReceiveSlice Batch(params InboundUpdate[] updates) =>
        new() { Bot = Id, Epoch = Epoch, Batch = new UpdateBatch { Cursor = ++_cursor, Updates = updates } };

    public Task<SliceAnswer<T>> CommitAsync<T>(Slice<T> slice)
        where T : class => _store.Conversations.CommitAsync(slice, Cancellation);

    public async Task<T> AcceptedAsync<T>(Slice<T> slice)
        where T : class => Assert.IsType<SliceAnswer<T>.Accepted>(await CommitAsync(slice)).Result;

    public Task<Received> ReceiveAsync(params InboundUpdate[] updates) => AcceptedAsync(Batch(updates));

    /// <summary>Receives one message and answers its inbox id.</summary>
    public async Task<long> HearAsync(long sourceId, string? text = null) =>
        (await ReceiveAsync(Message(sourceId, text))).Chats.Single().Messages.Single().Id;

    public Task<ChatSnapshot> LoadAsync(int history = 50, ChatId? chat = null, int replies = 0) =>
        _store.Conversations.LoadAsync(new ChatKey(Id, chat ?? Chat), history, replies, Cancellation);

    /// <summary>A reply made from the chat as it stands now, answering everything.</summary>
    public async Task<TurnSlice> ReplyAsync(params TurnPart[] parts)
    {
        var chat = await LoadAsync();
        return new TurnSlice
        {
            Bot = Id,
            Epoch = Epoch,
            Chat = Chat,
            Id = Guid.NewGuid(),
            Basis = new TurnBasis(chat.Version, chat.Turn),
            AnsweredUpTo = chat.Unanswered.Count > 0 ? chat.Unanswered[^1].Id : null,
            Parts = parts,
        };
    }

    public TurnSlice OperatorTurn(string text, bool sendNow = false) => new()
    {
        Bot = Id,
        Epoch = Epoch,
        Chat = Chat,
        Id = Guid.NewGuid(),
        By = Author.Operator,
        Parts = [new TurnPart(text, sendNow)],
    };

    public ClaimSlice Claim(OutboxRow row) => new() { Bot = Id, Epoch = Epoch, Chat = Chat, RowId = row.Id, Attempt = row.Attempt + 1, Id = Guid.NewGuid() };

    public OutcomeSlice Outcome(OutboxRow row, OutboxState state) => new()
    {
        Bot = Id,
        Epoch = Epoch,
        Chat = Chat,
        RowId = row.Id,
        Attempt = row.Attempt,
        ClaimEpoch = row.Epoch,
        State = state,
        SourceId = state is OutboxState.Sent ? 9000 + row.Id : null,
    };

    public ModeSlice Mode(ModeCommand command) => new() { Bot = Id, Epoch = Epoch, Chat = Chat, Command = command };

    public ParkedSlice Parked(long message, bool retry) => new() { Bot = Id, Epoch = Epoch, Chat = Chat, MessageId = message, Retry = retry };

    /// <summary>Parks everything unanswered, as GirlGrain does after too many failures.</summary>
    public async Task ParkAsync(InboxState state = InboxState.Parked, string? code = "llm.unreachable")
    {
        var chat = await LoadAsync();
        await AcceptedAsync(await ReplyAsync() with
        {
            Marks = [.. chat.Unanswered.Select(message => new InboxMark(message.Id, state))],
            FailureCode = code,
        });
    }

    /// <summary>Parks everything unanswered and has an operator put this message back.</summary>
    public async Task ParkAndRequeueAsync(long message)
    {
        await ParkAsync();
        await AcceptedAsync(Parked(message, retry: true));
    }

    /// <summary>Receives one message, answers it and has the answer sent.</summary>
    public async Task<OutboxRow> AnswerAsync(long sourceId, string reply)
    {
        await HearAsync(sourceId);
        var row = (await AcceptedAsync(await ReplyAsync(new TurnPart(reply, SendNow: true)))).Rows.Single();
        return (await AcceptedAsync(Outcome(row, OutboxState.Sent))).Row;
    }

    public async Task<BotCounters> CountersAsync() => (await _store.Queries.FindBotAsync(Id, Cancellation))!.Counters;

    public async Task<IReadOnlyList<DomainEvent>> EventsAsync(string? type = null) =>
        [.. (await _store.Events.ReadAsync(new EventQuery { Bot = Id, Types = type is null ? null : [type], Limit = 10_000 }, Cancellation)).Select(logged => logged.Event)];

    public Task<IReadOnlyList<ChatId>> UnfinishedAsync() => _store.Conversations.ReadUnfinishedAsync(Id, Cancellation);

    public async Task<MessageItem[]> MessagesAsync(ChatId? chat = null) =>
        (await _store.Queries.ListMessagesAsync(new ChatKey(Id, chat ?? Chat), null, 10_000, false, Cancellation)).Items;

    public async Task<MessageItem> StoredAsync(long id) => (await MessagesAsync()).Single(item => item.Id == id);
}
