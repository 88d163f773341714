using MultiBot.Domain.Bots;
using MultiBot.Domain.Budgets;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Notices;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>Fifty bots of one database, each with rows in every guarded table; all speak in a chat of the same number. Made once for a class of tests.</summary>
public sealed class FiftyBots : IAsyncDisposable
{
    private readonly SemaphoreSlim _making = new(1);
    private PostgresFixture? _store;

    /// <summary>On every chat.</summary>
    public const string Tag = "friend";

    public static IReadOnlyList<BotId> Ids { get; } = [.. Enumerable.Range(1, 50).Select(number => BotId.Parse($"bot-{number}"))];

    /// <summary>Made by the first test that asks, not with the class: a test may be skipped, a class can't.</summary>
    internal async Task<PostgresFixture> StoreAsync()
    {
        await _making.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _store ??= await MakeAsync();
        }
        finally
        {
            _making.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _making.Dispose();
    }

    private static async Task<PostgresFixture> MakeAsync()
    {
        // Few connections, so that one serves many bots in turn.
        var store = await PostgresFixture.CreateAsync(("MultiBot:Storage:PostgresConnections", "4"));
        await Task.WhenAll(Ids.Select(id => FillAsync(store, id)));
        await Task.WhenAll(Ids.Select(id => store.Ledger.TakeAsync(id, new DateOnly(2026, 3, 4), new TokenWish(1, 1, 10), TestContext.Current.CancellationToken)));
        await FillAsync(store);
        return store;
    }

    /// <summary>What subscribers of the event log make of the bots.</summary>
    private static async Task FillAsync(PostgresFixture store)
    {
        var effects = new SubscriberEffects();
        foreach (var id in Ids)
        {
            var logged = new LoggedEvent(1, new DomainEvent { Type = EventTypes.ReplyFailed, Bot = id, At = store.Clock.GetUtcNow() });
            effects.Count(id, logged.Event.At, new HourFigures { Failed = 1 });
            effects.Remember(id, new BotNotices { Bot = id });
            await store.Dead.AddAsync(new DeadEvent { Subscriber = $"of-{id}", Event = logged, Reason = "events.handler_hung", Tries = 1 }, TestContext.Current.CancellationToken);
        }

        Assert.True(await store.Subscriptions.AdvanceAsync(new Subscription("all", 0), 0, 1, effects, TestContext.Current.CancellationToken));
    }

    /// <summary>Waiting, answered, parked and put back; sent and on its way; edited.</summary>
    private static async Task FillAsync(PostgresFixture store, BotId id)
    {
        var bot = await TestBot.RegisterAsync(store, id.Value);
        await ThinkAsync(bot, $"an answer of {id}");
        await bot.HearAsync(2, $"a question to {id}");
        await bot.ParkAsync();
        await bot.HearAsync(3, $"another question to {id}");
        await bot.ParkAsync();
        var parked = (await store.Queries.ListParkedAsync(id, null, 10, TestContext.Current.CancellationToken)).Items;
        await bot.AcceptedAsync(bot.Parked(parked[0].Message.Id, retry: true));
        await bot.AcceptedAsync(bot.OperatorTurn($"a promise of {id}"));
        await bot.HearAsync(4, $"an open question to {id}");
        var chat = await bot.LoadAsync();
        await bot.AcceptedAsync(new DraftSlice
        {
            Bot = id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Basis = new TurnBasis(chat.Version, chat.Turn), Text = $"a draft of {id}",
            Decision = new Decision { Kind = DecisionKind.Drafted, Reason = "reply.written" },
        });
        await bot.AcceptedAsync(new ContactSlice { Bot = id, Epoch = bot.Epoch, Chat = TestBot.Chat, Name = $"A friend of {id}" });
    }

    /// <summary>An answer with its decision, a plan, and something to remember.</summary>
    private static async Task ThinkAsync(TestBot bot, string answer)
    {
        var heard = await bot.HearAsync(1);
        var turn = await bot.ReplyAsync(new TurnPart(answer, SendNow: true)) with
        {
            Decision = new Decision { Kind = DecisionKind.Answered, Reason = "reply.written", Inputs = new DecisionInputs { MessageId = heard } },
        };
        await bot.AcceptedAsync(bot.Outcome((await bot.AcceptedAsync(turn)).Rows.Single(), OutboxState.Sent));
        await bot.AcceptedAsync(new InitiativeSlice
        {
            Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Revision = 0, For = new TurnBasis(1, 1),
            Decision = new Decision { Kind = DecisionKind.LeftOff, Reason = "autonomy.not_drawn" },
        });
        await bot.AcceptedAsync(new MemorySlice
        {
            Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Basis = 0, Memory = ContactMemory.Empty with { Summary = answer }, AnalyzedMessages = 1,
            Card = new ContactCard { Tags = new([Tag]), Notes = new($"A note on a friend of {bot.Id}") },
        });
    }
}
