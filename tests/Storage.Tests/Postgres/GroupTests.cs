using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Commits;
using MultiBot.Storage.Postgres.Startup;
using MultiBot.Storage.Tests.Fixtures;
using Npgsql;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>What slices that share a commit mean to each other: nothing. Whatever befalls one of them, the others are stored, once.</summary>
public sealed class GroupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batches_ThatWaitTogether_ShareACommitAndTheIdsOfABotFollowItsCalls()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bots = await BotsAsync(store, 3);
        using var held = await HeldWriter.HoldAsync(store, bots[0]);

        var received = Enumerable.Range(1, 300).Select(number => bots[number % 3].ReceiveAsync(bots[number % 3].Message(1, chat: new ChatId(number)))).ToArray();
        held.Release();
        var ids = (await Task.WhenAll(received)).Select(IdOf).ToList();

        Assert.Equal([300], await held.SizesAsync(300));
        Assert.Equal(300, ids.Distinct().Count());
        Assert.All(ids.Index().GroupBy(one => one.Index % 3, one => one.Item), ofBot => Assert.Equal(ofBot.Order(), ofBot));
    }

    [Fact]
    public async Task Batches_OfOneBotInOneGroup_AreAllCountedAndTheLastCursorStands()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        using var held = await HeldWriter.HoldAsync(store, bot);

        var batches = Enumerable.Range(1, 20).Select(chat => bot.Batch(bot.Message(1, chat: new ChatId(chat)), bot.Message(2, chat: new ChatId(chat)))).ToList();
        var received = batches.Select(batch => bot.AcceptedAsync(batch)).ToArray();
        held.Release();
        await Task.WhenAll(received);

        Assert.Equal([20], await held.SizesAsync(20));
        Assert.Equal(1 + (20 * 2), (await bot.CountersAsync()).Received);
        Assert.Equal(batches[^1].Batch.Cursor, (await store.Conversations.ReadCursorAsync(bot.Id, Cancellation))!.Next);
    }

    [Fact]
    public async Task Slices_OfOneChat_NeverShareAGroupAndKeepTheirOrder()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        var (a, b, c) = (new ChatId(1), new ChatId(2), new ChatId(3));
        using var held = await HeldWriter.HoldAsync(store, bot);

        Task<Received>[] received =
        [
            bot.ReceiveAsync(bot.Message(1, chat: a)), bot.ReceiveAsync(bot.Message(1, chat: b)), bot.ReceiveAsync(bot.Message(2, chat: a)),
            bot.ReceiveAsync(bot.Message(2, chat: b)), bot.ReceiveAsync(bot.Message(3, chat: a)), bot.ReceiveAsync(bot.Message(1, chat: c)),
        ];
        held.Release();
        await Task.WhenAll(received);

        Assert.Equal([3, 2, 1], await held.SizesAsync(6));
        Assert.Equal([1L, 2L, 3L], (await bot.LoadAsync(chat: a)).Unanswered.Select(message => message.SourceId));
        Assert.Equal([1L, 2L], (await bot.LoadAsync(chat: b)).Unanswered.Select(message => message.SourceId));
    }

    [Fact]
    public async Task Slice_OfTwoChats_IsNotOvertakenInEither()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        var (a, b) = (new ChatId(1), new ChatId(2));
        using var held = await HeldWriter.HoldAsync(store, bot);

        Task<Received>[] received =
        [
            bot.ReceiveAsync(bot.Message(1, chat: a)), bot.ReceiveAsync(bot.Message(2, chat: a), bot.Message(1, chat: b)), bot.ReceiveAsync(bot.Message(2, chat: b)),
        ];
        held.Release();
        await Task.WhenAll(received);

        Assert.Equal([1, 1, 1], await held.SizesAsync(3));
        Assert.Equal([1L, 2L], (await bot.LoadAsync(chat: b)).Unanswered.Select(message => message.SourceId));
    }

    [Fact]
    public async Task StaleEpoch_IsToldTheCurrentOneAndTheRestOfItsGroupIsStored()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bots = await BotsAsync(store, 10);
        var stale = bots[4].Batch(bots[4].Message(1)) with { Epoch = bots[4].Epoch - 1 };

        Assert.Equal(new SliceAnswer<Received>.Stale(bots[4].Epoch), await await AmongOthersAsync(store, bots, 4, stale));

        Assert.Equal(0, (await bots[4].LoadAsync()).Version);
        Assert.Equal(0, (await bots[4].CountersAsync()).Received);
    }

    [Fact]
    public async Task RemovedBot_IsStaleAndTheRestOfItsGroupIsStored()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bots = await BotsAsync(store, 10);
        await store.Bots.RemoveAsync(bots[4].Id, erase: false, Cancellation);

        Assert.IsType<SliceAnswer<Received>.Stale>(await await AmongOthersAsync(store, bots, 4, bots[4].Batch(bots[4].Message(1))));

        Assert.Equal(0, (await bots[4].LoadAsync()).Version);
    }

    [Fact]
    public async Task LockedLease_IsAnsweredWithoutWaitingAndTheRestOfItsGroupIsStored()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bots = await BotsAsync(store, 10);
        var slice = bots[4].Batch(bots[4].Message(1));
        await using (await RowLock.TakeAsync(store, $"bot_leases WHERE bot_id = '{bots[4].Id}'"))
        {
            // In the one call of the group: had anybody waited for the lock, the group would have been taken apart.
            var answer = await AmongOthersAsync(store, bots, 4, slice);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => answer);
        }

        Assert.Equal(1, (await bots[4].AcceptedAsync(slice)).Stored);
    }

    [Fact]
    public async Task PoisonedSlice_FailsAloneAndItsGroupIsHalvedByBotsAndThenBySlices()
    {
        await using var store = await PostgresFixture.CreateAsync();
        await RefusePoisonAsync(store);
        var bots = await BotsAsync(store, 6);
        using var held = await HeldWriter.HoldAsync(store, bots[0]);

        var received = bots.SelectMany(bot => Enumerable.Range(1, 4).Select(chat => bot.CommitAsync(bot.Batch(bot.Message(1, TextOf(bot, chat), new ChatId(chat)))))).ToArray();
        held.Release();

        for (var i = 0; i < received.Length; i++)
        {
            if (i == 2 * 4 + 1) await Assert.ThrowsAsync<PostgresException>(() => received[i]);
            else Assert.IsType<SliceAnswer<Received>.Accepted>(await received[i]);
        }

        var sizes = await held.SizesAsync(23);
        Assert.True(sizes.Count <= 6, string.Join(' ', sizes));
        foreach (var bot in bots)
            Assert.Equal(bot == bots[2] ? [1L, 3L, 4L] : [1L, 2L, 3L, 4L], (await bot.UnfinishedAsync()).Select(chat => chat.Value).Where(chat => chat < 5));

        static string TextOf(TestBot bot, int chat) => bot.Id.Value == "bot-2" && chat == 2 ? "poison" : "fine";
    }

    [Fact]
    public async Task LockedChat_DelaysNoLongerThanTheLockTimeoutAndThenFailsAlone()
    {
        await using var store = await PostgresFixture.CreateAsync();
        Assert.Equal(["(t)"], await PostgresHarness.ReadAsync(store.Database, "SELECT proconfig @> ARRAY['lock_timeout=2s'] FROM pg_proc WHERE proname = 'commit_slices'"));
        await store.AlterAsync("ALTER FUNCTION multibot.commit_slices SET lock_timeout = '100ms'");
        var bots = await BotsAsync(store, 3);
        await bots[1].ReceiveAsync(bots[1].Message(1, chat: new ChatId(2)));
        var slices = bots.SelectMany(bot => Enumerable.Range(1, 3).Select(chat => bot.Batch(bot.Message(2, chat: new ChatId(chat))))).ToList();

        await using (await RowLock.TakeAsync(store, "chats WHERE bot_id = 'bot-1' AND chat_id = 2"))
        {
            using var held = await HeldWriter.HoldAsync(store, bots[0]);
            var received = slices.Select(slice => store.Conversations.CommitAsync(slice, Cancellation)).ToArray();
            held.Release();
            for (var i = 0; i < received.Length; i++)
            {
                if (i == 4) await Assert.ThrowsAsync<StoreUnavailableException>(() => received[i]);
                else Assert.IsType<SliceAnswer<Received>.Accepted>(await received[i]);
            }

            Assert.Equal([3, 1, 1, 3], await held.SizesAsync(8));
        }

        Assert.Equal(1, (await bots[1].AcceptedAsync(slices[4])).Stored);
        Assert.Equal(2, (await bots[1].LoadAsync(chat: new ChatId(2))).Version);
    }

    [Fact]
    public async Task Repeat_InAHotGroup_IsRecognizedAndTheOthersAreStoredOnce()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bots = await BotsAsync(store, 10);
        var id = await bots[4].HearAsync(1, "the first time");
        using var held = await HeldWriter.HoldAsync(store, bots[0]);

        var repeat = bots[4].ReceiveAsync(bots[4].Message(1, "the second time"));
        var others = bots.Where(bot => bot != bots[4]).Select(bot => bot.ReceiveAsync(bot.Message(1))).ToArray();
        held.Release();

        var told = await repeat;
        Assert.Equal(0, told.Stored);
        Assert.Equal((id, "the first time"), told.Chats.Single().Messages.Select(message => (message.Id, message.Text)).Single());
        Assert.All(await Task.WhenAll(others), received => Assert.Equal(1, received.Stored));
        // The group as it was, and the repeat once more by itself: nobody else's work is done twice.
        Assert.Equal([10, 1], await held.SizesAsync(11));
        foreach (var bot in bots) Assert.Equal(1, (await bot.LoadAsync()).Version);
        foreach (var bot in bots) Assert.Equal(bot == bots[0] ? 2 : 1, (await bot.CountersAsync()).Received);
    }

    [Fact]
    public async Task Figures_OfOutcomesInOneGroup_AreEachTheirOwns()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bots = await BotsAsync(store, 8);
        var rows = new List<OutboxRow>();
        foreach (var bot in bots) rows.Add((await bot.AcceptedAsync(await ReplyToAsync(bot, 1))).Rows.Single());
        // The sets leave it out: it is recorded by itself, afterwards.
        await bots[3].AcceptedAsync(bots[3].Outcome(rows[3], OutboxState.Pending) with { Uncertain = true });
        rows[3] = (await bots[3].AcceptedAsync(bots[3].Claim(rows[3]))).Row;
        using var held = await HeldWriter.HoldAsync(store, bots[0]);

        var recorded = bots.Select((bot, number) => bot.CommitAsync(
            bot.Outcome(rows[number], OutboxState.Sent) with { Epoch = bot.Epoch - (number == 5 ? 1 : 0), Figures = FiguresOf(number) })).ToArray();
        held.Release();
        await Task.WhenAll(recorded);

        Assert.Equal([8, 1], await held.SizesAsync(9));
        Assert.IsType<SliceAnswer<OutcomeRecorded>.Stale>(await recorded[5]);
        for (var number = 0; number < bots.Length; number++)
        {
            var told = (await bots[number].EventsAsync(EventTypes.MessageSent)).Select(one => one.Data);
            var doubt = number == 3 ? ",\"uncertain\":true" : "";
            var tokens = number == 6 ? "" : $",\"inputTokens\":{number},\"outputTokens\":{number * 10}";
            Assert.Equal(number == 5 ? [] : [$"{{\"messageId\":{rows[number].Id}{doubt},\"replyMs\":{number + 100}{tokens}}}"], told);
        }

        static ReplyFigures FiguresOf(int number) => number == 6 ? new(106, null, null) : new(number + 100, number, number * 10);
    }

    /// <summary>It names no figures; while silos are exchanged one by one, it still sends.</summary>
    [Fact]
    public async Task Call_OfASiloOfAnOlderBuild_RecordsWhatItHas()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        var row = (await bot.AcceptedAsync(await ReplyToAsync(bot, 1))).Rows.Single();
        var asked = new CommitParameters();
        asked.Bots.Id.Add(bot.Id.Value);
        asked.Bots.Epoch.Add(bot.Epoch);
        asked.Bots.Sealed.Add(null);
        asked.Sent.Bot.Add(1);
        asked.Sent.Chat.Add(TestBot.Chat.Value);
        asked.Sent.Row.Add(row.Id);
        asked.Sent.Attempt.Add(row.Attempt);
        asked.Sent.Epoch.Add(row.Epoch);
        asked.Sent.Source.Add(9000);
        asked.Sent.Code.Add(null);

        await using (var connection = await PostgresHarness.OpenAsync(store.Database.ConnectionString))
        await using (var command = new NpgsqlCommand { Connection = connection })
        {
            asked.Bind(command);
            for (var newer = 0; newer < 3; newer++) command.Parameters.RemoveAt(command.Parameters.Count - 1);
            command.CommandText = $"SELECT * FROM multibot.commit_slices({string.Join(',', Enumerable.Range(1, command.Parameters.Count).Select(at => $"${at}"))})";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        Assert.Equal(OutboxState.Sent, (await bot.StoredAsync(row.Id)).Outbox);
        Assert.Equal($$"""{"messageId":{{row.Id}}}""", (await bot.EventsAsync(EventTypes.MessageSent)).Single().Data);
    }

    [Fact]
    public async Task Sealing_SwitchedByAnotherSiloWhileSlicesWait_HoldsForAllOfThem()
    {
        await using var store = await PostgresFixture.CreateAsync();
        await using var other = await store.SecondAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        await bot.HearAsync(1, "before");
        using var held = await HeldWriter.HoldAsync(store, bot);

        // Encoded already, as texts that anybody may read; two in each chat.
        var received = Enumerable.Range(0, 20).Select(number => bot.ReceiveAsync(bot.Message(10 + number, $"secret {number}", new ChatId(100 + (number % 10))))).ToArray();
        await SealAsync(other, true);
        held.Release();
        await Task.WhenAll(received);

        Assert.Equal(Enumerable.Repeat("(1)", 20), await PostgresHarness.ReadAsync(store.Database, "SELECT get_byte(message_data, 0) FROM multibot.conversations WHERE source_id >= 10"));
        for (var chat = 0; chat < 10; chat++)
        {
            var texts = (await TestBot.Of(other, bot.Id).LoadAsync(chat: new ChatId(100 + chat))).Unanswered.Select(message => message.Text);
            Assert.Equal([$"secret {chat}", $"secret {chat + 10}"], texts);
        }

        await SealAsync(other, false);
        await bot.HearAsync(2, "after");
        Assert.Equal(["(0)", "(0)"], await PostgresHarness.ReadAsync(store.Database, "SELECT get_byte(message_data, 0) FROM multibot.conversations WHERE chat_id = 7"));
        Assert.Equal(["before", "after"], (await bot.LoadAsync()).Unanswered.Select(message => message.Text));
    }

    [Fact]
    public async Task Sealing_SwitchedByAnotherSiloWhileSlicesAreUnderWay_LosesNoneAndHoldsForWhatComesAfter()
    {
        await using var store = await PostgresFixture.CreateAsync();
        await using var other = await store.SecondAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        var switching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var switched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var people = Enumerable.Range(1, 8).Select(SpeakAsync).ToList();
        await switching.Task;
        await SealAsync(other, true);
        switched.SetResult();
        var after = await Task.WhenAll(people);

        var plain = await PostgresHarness.ReadAsync(
            store.Database, "SELECT chat_id, source_id FROM multibot.conversations WHERE get_byte(message_data, 0) = 0 ORDER BY chat_id, source_id");
        Assert.Empty(after.SelectMany(sources => sources).Intersect(plain));
        Assert.NotEmpty(after.SelectMany(sources => sources));
        for (var chat = 1; chat <= 8; chat++)
            Assert.Equal(Enumerable.Range(1, 60).Select(source => $"words {source}"), (await bot.LoadAsync(chat: new ChatId(chat))).Unanswered.Select(message => message.Text));

        async Task<List<string>> SpeakAsync(int chat)
        {
            var begunSealed = new List<string>();
            for (var source = 1; source <= 60; source++)
            {
                if (source == 20) switching.TrySetResult();
                if (source == 50) await switched.Task;
                if (switched.Task.IsCompleted) begunSealed.Add($"({chat},{source})");
                await bot.ReceiveAsync(bot.Message(source, $"words {source}", new ChatId(chat)));
            }

            return begunSealed;
        }
    }

    [Fact]
    public async Task Connection_KilledInTheMiddle_TellsAllAndTheSameSlicesAreAcceptedOnce()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bots = await BotsAsync(store, 5);
        await bots[2].HearAsync(1);
        var slices = bots.Select(bot => bot.Batch(bot.Message(2))).ToList();

        await using (await RowLock.TakeAsync(store, "chats WHERE bot_id = 'bot-2' AND chat_id = 7"))
        {
            using var held = await HeldWriter.HoldAsync(store, bots[0]);
            var received = slices.Select(slice => store.Conversations.CommitAsync(slice, Cancellation)).ToArray();
            held.Release();
            await RowLock.WaitedForAsync(store.Database);
            await KillWriterAsync(store);
            foreach (var answer in received) await Assert.ThrowsAsync<StoreUnavailableException>(() => answer);
        }

        foreach (var slice in slices) Assert.Equal(1, Assert.IsType<SliceAnswer<Received>.Accepted>(await store.Conversations.CommitAsync(slice, Cancellation)).Result.Stored);
        foreach (var bot in bots) Assert.Equal(bot == bots[2] ? 2 : 1, (await bot.LoadAsync()).Version);
    }

    [Fact]
    public async Task Connection_KilledWhileIdle_CostsOneAnswerAndTheNextOneWorks()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        var turn = await ReplyToAsync(bot, 1);
        await KillWriterAsync(store);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => bot.CommitAsync(turn));
        var row = (await bot.AcceptedAsync(turn)).Rows.Single();

        Assert.Equal([row], (await bot.LoadAsync()).Open);
        Assert.Equal(row, (await bot.AcceptedAsync(turn)).Rows.Single());
    }

    /// <summary>A call that its client gave up may still be at work in the server, while the client has a new connection.</summary>
    [Fact]
    public async Task Turn_WhileALostCallWritesInItsChat_IsNotAcceptedFromTheStateBefore()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        var turn = await ReplyToAsync(bot, 1);

        var answer = await DuringALostCallAsync(store, bot.Batch(bot.Message(2)), turn);

        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(answer);
        Assert.Equal((2L, 0L), ((await bot.LoadAsync()).Version, (await bot.LoadAsync()).Turn));
    }

    [Fact]
    public async Task Outcome_WhileALostCallWritesInItsChat_ClosesItsRow()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        var row = (await bot.AcceptedAsync(await ReplyToAsync(bot, 1))).Rows.Single();

        var answer = await DuringALostCallAsync(store, bot.Batch(bot.Message(2)), bot.Outcome(row, OutboxState.Sent));

        Assert.Equal(OutboxState.Sent, Assert.IsType<SliceAnswer<OutcomeRecorded>.Accepted>(answer).Result.Row.State);
        Assert.Equal(["(0,3,2)"], await PostgresHarness.ReadAsync(store.Database, "SELECT open_out, message_count, version FROM multibot.chats"));
    }

    /// <summary>Commits a slice while another call, whose transaction is still open, has written; patiently, as grains do.</summary>
    private static async Task<SliceAnswer<T>> DuringALostCallAsync<T>(PostgresFixture store, ReceiveSlice lost, Slice<T> slice)
        where T : class
    {
        var open = store.Get<PostgresDatabase>().Open;
        await using var connection = await open.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        var job = new ReceiveJob(lost, open.People, Cancellation);
        job.Encode(open.Codec, seal: false);
        var group = new CommitGroup(maxSlices: 1000);
        group.Compose([job]);
        await using var command = new NpgsqlCommand(group.Parameters.Sql, connection, transaction);
        group.Parameters.Bind(command);
        await command.ExecuteNonQueryAsync(Cancellation);

        var answer = store.Conversations.CommitAsync(slice, Cancellation);
        await Task.WhenAny(answer, RowLock.WaitedForAsync(store.Database));
        await transaction.CommitAsync(Cancellation);
        try
        {
            return await answer;
        }
        catch (StoreUnavailableException)
        {
            return await store.Conversations.CommitAsync(slice, Cancellation);
        }
    }

    private static async Task<TestBot[]> BotsAsync(PostgresFixture store, int count)
    {
        var bots = new TestBot[count];
        for (var number = 0; number < count; number++) bots[number] = await TestBot.RegisterAsync(store, $"bot-{number}");
        return bots;
    }

    /// <summary>Commits one message of each bot in one group, with the given slice in the place of one of them, and gives its answer.</summary>
    private static async Task<Task<SliceAnswer<Received>>> AmongOthersAsync(PostgresFixture store, TestBot[] bots, int place, ReceiveSlice offender)
    {
        using var held = await HeldWriter.HoldAsync(store, bots[0]);
        var answers = bots.Select((bot, number) => bot.CommitAsync(number == place ? offender : bot.Batch(bot.Message(1)))).ToList();
        held.Release();
        for (var number = 0; number < bots.Length; number++)
        {
            if (number == place) continue;
            Assert.IsType<SliceAnswer<Received>.Accepted>(await answers[number]);
            Assert.Equal([1L], (await bots[number].LoadAsync()).Unanswered.Select(message => message.SourceId));
        }

        Assert.Equal([bots.Length], await held.SizesAsync(bots.Length));
        return answers[place];
    }

    private static async Task<TurnSlice> ReplyToAsync(TestBot bot, long source)
    {
        await bot.HearAsync(source);
        return await bot.ReplyAsync(new TurnPart("a reply", SendNow: true));
    }

    private static async Task SealAsync(PostgresFixture store, bool seal) =>
        Assert.NotNull(await store.Bots.ReplaceAsync(TestBot.Config("anna", seal), "{}", newAccount: false, null, Cancellation));

    private static Task RefusePoisonAsync(PostgresFixture store) => store.AlterAsync(
        """
        CREATE FUNCTION multibot.refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF position('poison'::bytea IN NEW.message_data) > 0 THEN RAISE EXCEPTION 'poison'; END IF;
            RETURN NEW;
        END
        $$;
        CREATE TRIGGER refuse_poison BEFORE INSERT ON multibot.conversations FOR EACH ROW EXECUTE FUNCTION multibot.refuse_poison();
        """);

    private static async Task KillWriterAsync(PostgresFixture store) => Assert.Equal(
        ["(t)"],
        await PostgresHarness.ReadAsync(
            store.Database,
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%FROM commit_slices(%'"));

    private static long IdOf(Received received) => received.Chats.Single().Messages.Single().Id;
}
