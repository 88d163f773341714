using System.Globalization;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>What a busy run costs, as PostgreSQL itself counts: no walk through a table that grows, and updates that touch no index.</summary>
[Collection(Alone)]
public sealed class PlanTests
{
    private const string Alone = "alone on the server";

    private const int Bots = 4;
    private const int ChatsPerBot = 50;
    private const int Rounds = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BusyRun_WalksThroughNoGrowingTableAndUpdatesInPlace()
    {
        await using var store = await PostgresFixture.CreateFreshAsync();
        var bots = new List<TestBot>();
        for (var number = 0; number < Bots; number++) bots.Add(await TestBot.RegisterAsync(store, $"bot-{number}"));
        var before = await CountsAsync(store);
        await using (var silo = await store.SecondAsync())
        {
            var talks = from bot in bots from chat in Enumerable.Range(1, ChatsPerBot) select TalkAsync(silo, bot, new ChatId(chat));
            await Task.WhenAll(talks);
        }

        // Its connections are closed, and a closing connection leaves what it counted.
        var after = await CountsAsync(store, until: counts =>
            counts["conversations"].Inserted - before["conversations"].Inserted >= Bots * ChatsPerBot * Rounds * 2
            && counts["chats"].Updated - before["chats"].Updated >= Bots * ChatsPerBot * ((Rounds * 3) - 1));

        foreach (var table in (string[])["conversations", "chats", "events", "parked_messages"])
            Assert.True(after[table].Walks == before[table].Walks, $"{table}: {after[table].Walks - before[table].Walks} sequential scans");
        foreach (var table in (string[])["chats", "telegram_sessions"])
        {
            var (updated, inPlace) = (after[table].Updated - before[table].Updated, after[table].InPlace - before[table].InPlace);
            Assert.True(inPlace >= 0.8 * updated, $"{table}: {inPlace} of {updated} updates were heap-only");
        }
    }

    /// <summary>Heard, answered, sent; over and over. Every fourth answer goes the long way: stored first, then claimed.</summary>
    private static async Task TalkAsync(PostgresFixture silo, TestBot owner, ChatId chat)
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var received = await AcceptedAsync(silo, owner.Batch(owner.Message(round, chat: chat)));
            var advance = received.Chats.Single();
            var turn = await AcceptedAsync(silo, new TurnSlice
            {
                Bot = owner.Id, Epoch = owner.Epoch, Chat = chat, Id = Guid.NewGuid(), Basis = new TurnBasis(advance.Version, round - 1),
                AnsweredUpTo = advance.Messages[^1].Id, Parts = [new TurnPart($"answer {round}", SendNow: round % 4 != 0)],
            });
            var row = turn.Rows.Single();
            if (row.State is OutboxState.Pending) row = (await AcceptedAsync(silo, owner.Claim(row) with { Chat = chat })).Row;
            await AcceptedAsync(silo, owner.Outcome(row, OutboxState.Sent) with { Chat = chat });
        }
    }

    private static async Task<T> AcceptedAsync<T>(PostgresFixture silo, Slice<T> slice)
        where T : class => Assert.IsType<SliceAnswer<T>.Accepted>(await silo.Conversations.CommitAsync(slice, Cancellation)).Result;

    /// <summary>The server's counts by table; asked again until they are as far as expected.</summary>
    private static async Task<Dictionary<string, Counts>> CountsAsync(PostgresFixture store, Predicate<Dictionary<string, Counts>>? until = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var rows = await PostgresHarness.ReadAsync(
                store.Database, "SELECT relname, seq_scan, n_tup_ins, n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE schemaname = 'multibot'");
            var counts = rows.Select(row => row.Trim('(', ')').Split(',')).ToDictionary(
                fields => fields[0], fields => new Counts(Number(fields[1]), Number(fields[2]), Number(fields[3]), Number(fields[4])));
            if (until is null || until(counts)) return counts;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    /// <summary>A transaction that is open in another database keeps old row versions here, too, from being cleared for the next update.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneOnTheServer;

    private sealed record Counts(long Walks, long Inserted, long Updated, long InPlace);
}
