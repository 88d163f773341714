using System.Collections.Concurrent;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>
/// Two silos on one database. Many people write to many bots at once, are answered, and much is committed twice; in the middle the
/// second silo takes the bots over from the first, which goes on trying. Judged by the database: every accepted slice is there,
/// once and in order, and nothing of the old holder's after the take-over.
/// </summary>
public sealed class TakeOverTests
{
    private const int Bots = 6;
    private const int ChatsPerBot = 4;
    private const int MessagesPerChat = 25;

    /// <summary>Source ids of messages that only the old holder tries to store, after it has lost the bot.</summary>
    private const int Ghost = 1_000_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Slices_WhileTheBotsMoveToAnotherSilo_AreNeitherLostNorDoubledNorAcceptedFromTheOldOne(int seed)
    {
        await using var first = await PostgresFixture.CreateAsync();
        await using var second = await first.SecondAsync();
        var owners = new List<Owner>();
        for (var number = 0; number < Bots; number++)
            owners.Add(new Owner(first, await TestBot.RegisterAsync(first, $"bot-{number}"), second));
        var people = owners.SelectMany(owner => Enumerable.Range(1, ChatsPerBot).Select(chat => new Person(owner, chat, new Random((seed * 1000) + chat)))).ToList();

        var talks = people.Select(person => person.TalkAsync()).ToList();
        await Task.WhenAll(owners.Select(owner => owner.MoveWhenHalfIsSaidAsync()));
        await Task.WhenAll(talks);

        Assert.Empty(people.SelectMany(person => person.Violations));
        foreach (var person in people) await person.CompareAsync(second);
        foreach (var owner in owners) await owner.CompareAsync(second);
        Assert.True(people.Sum(person => person.Refused) > 0, "Nobody tried anything under the old epoch.");
    }

    /// <summary>Who holds a bot, and the move from one silo to the other.</summary>
    private sealed class Owner(PostgresFixture first, TestBot old, PostgresFixture second)
    {
        private readonly TaskCompletionSource _half = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<TestBot> _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _said;
        private int _answered;

        public TestBot Old => old;

        /// <summary>Null until the take-over is complete.</summary>
        public TestBot? New => _moved.Task.IsCompletedSuccessfully ? _moved.Task.Result : null;

        public TestBot Now => New ?? old;

        public Task<TestBot> MovedAsync() => _moved.Task;

        public void Said()
        {
            if (Interlocked.Increment(ref _said) == ChatsPerBot * MessagesPerChat / 2) _half.SetResult();
        }

        public void Answered() => Interlocked.Increment(ref _answered);

        public async Task MoveWhenHalfIsSaidAsync()
        {
            await _half.Task;
            var heir = TestBot.Of(second, old.Id);
            await first.Leases.RetireAsync(old.Incarnation, Cancellation);
            await heir.ClaimLeaseAsync();
            _moved.SetResult(heir);
        }

        public async Task CompareAsync(PostgresFixture store)
        {
            var counters = (await store.Queries.FindBotAsync(old.Id, Cancellation))!.Counters;
            Assert.Equal((ChatsPerBot * MessagesPerChat, _answered), (counters.Received, counters.Sent));
        }
    }

    /// <summary>One chat: writes message after message, each from whoever holds the bot, and has some of them answered.</summary>
    private sealed class Person(Owner owner, int number, Random random)
    {
        private readonly ChatId _chat = new(number);
        private readonly List<(long Id, long SourceId)> _accepted = [];
        private readonly List<(long Id, string Text)> _sent = [];
        private long _turns;

        public ConcurrentQueue<string> Violations { get; } = new();
        public int Refused { get; private set; }

        public async Task TalkAsync()
        {
            for (var source = 1; source <= MessagesPerChat; source++)
            {
                var received = await AcceptedAsync(bot => bot.Batch(bot.Message(source, chat: _chat)));
                var advance = received.Chats.Single();
                var message = advance.Messages.Single(message => message.SourceId == source);
                _accepted.Add((message.Id, source));
                owner.Said();
                if (random.Next(3) == 0) await AnswerAsync(advance.Version, message);
                if (owner.New is not null) await TryAsTheOldOneAsync(source);
            }
        }

        public async Task CompareAsync(PostgresFixture store)
        {
            var items = await TestBot.Of(store, owner.Old.Id).MessagesAsync(_chat);
            Assert.Equal(_accepted.Select(message => (message.Id, $"message {message.SourceId}")), items.Where(item => !item.Outgoing).Select(item => (item.Id, item.Text)));
            Assert.Equal(_sent, items.Where(item => item.Outgoing && item.Outbox is OutboxState.Sent).Select(item => (item.Id, item.Text)));
            Assert.Equal(items.Length, _accepted.Count + _sent.Count);
            // In the order of acceptance, whoever accepted.
            Assert.Equal(_accepted.Select(message => message.Id).Order(), _accepted.Select(message => message.Id));
        }

        private async Task AnswerAsync(long version, InboxMessage message)
        {
            var id = Guid.NewGuid();
            var text = $"answer to {message.SourceId}";
            var committed = await AcceptedAsync(bot => new TurnSlice
            {
                Bot = bot.Id, Epoch = bot.Epoch, Chat = _chat, Id = id, Basis = new TurnBasis(version, _turns), AnsweredUpTo = message.Id, Parts = [new TurnPart(text, SendNow: true)],
            });
            var row = committed.Rows.Single();
            _turns = committed.Turn;
            await AcceptedAsync(bot => bot.Outcome(row, OutboxState.Sent) with { Chat = _chat });
            _sent.Add((row.Id, text));
            owner.Answered();
        }

        /// <summary>Commits until it is accepted, now and then twice at once; what the old holder is refused, the new one commits.</summary>
        private async Task<T> AcceptedAsync<T>(Func<TestBot, Slice<T>> slice)
            where T : class
        {
            while (true)
            {
                var bot = owner.Now;
                var before = owner.New;
                var made = slice(bot);
                try
                {
                    var twin = random.Next(4) == 0 ? bot.CommitAsync(made) : null;
                    var answer = await bot.CommitAsync(made);
                    if (twin is not null && await twin is SliceAnswer<T>.Stale && answer is SliceAnswer<T>.Accepted) Violations.Enqueue($"{made}: stale, then accepted");
                    if (answer is SliceAnswer<T>.Accepted accepted) return accepted.Result;
                    if (answer is SliceAnswer<T>.Conflict || before is not null) Violations.Enqueue($"{made}: {answer}");
                    Refused++;
                    await owner.MovedAsync();
                }
                catch (StoreUnavailableException)
                {
                    // The lease is just being taken over.
                }
            }
        }

        private async Task TryAsTheOldOneAsync(int source)
        {
            var answer = await owner.Old.CommitAsync(owner.Old.Batch(owner.Old.Message(Ghost + source, chat: _chat)));
            if (answer is SliceAnswer<Received>.Stale) Refused++;
            else Violations.Enqueue($"after the take-over, under the old epoch: {answer}");
        }
    }
}
