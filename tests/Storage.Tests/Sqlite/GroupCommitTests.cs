using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Sqlite.Startup;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Sqlite;

/// <summary>What slices that share a transaction mean to each other: nothing, unless the commit itself fails.</summary>
public sealed class GroupCommitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slices_ThatWaitTogether_ShareACommitAndKeepTheirOrder()
    {
        await using var store = await SqliteFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        var sizes = new List<int>();
        store.Seam.Committed = sizes.Add;
        using var gate = new ManualResetEventSlim();

        var block = await HoldAsync(store, gate);
        var received = Enumerable.Range(1, 300).Select(source => bot.ReceiveAsync(bot.Message(source))).ToArray();
        gate.Set();
        await Task.WhenAll([block, .. received]);

        Assert.Equal([1, 300], sizes);
        Assert.Equal(Enumerable.Range(1, 300).Select(source => (long)source), (await bot.LoadAsync()).Unanswered.Select(message => message.SourceId));
    }

    [Fact]
    public async Task Slice_ThatThrows_FailsAloneAndLeavesNothing()
    {
        await using var store = await SqliteFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        using var gate = new ManualResetEventSlim();

        var block = await HoldAsync(store, gate);
        var before = bot.ReceiveAsync(bot.Message(1));
        var broken = bot.CommitAsync(bot.Batch(bot.Message(2), new UnknownUpdate()));
        var after = bot.ReceiveAsync(bot.Message(3));
        gate.Set();

        await Task.WhenAll(block, before, after);
        await Assert.ThrowsAsync<ArgumentException>(() => broken);
        var chat = await bot.LoadAsync();
        Assert.Equal([1L, 3L], chat.Unanswered.Select(message => message.SourceId));
        Assert.Equal((2L, 2L), (chat.Version, (await bot.CountersAsync()).Received));
    }

    [Fact]
    public async Task Commit_ThatFails_TellsAllAndWritesNothing_AndTheNextOneWorks()
    {
        await using var store = await SqliteFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        var (one, two) = (bot.Batch(bot.Message(1)), bot.Batch(bot.Message(2)));
        using var gate = new ManualResetEventSlim();
        var block = await HoldAsync(store, gate);
        Task[] failing = [bot.CommitAsync(one), bot.CommitAsync(two)];
        store.Seam.BeforeCommit = () => throw new IOException("the disk is gone");
        gate.Set();

        foreach (var task in failing.Append(block)) await Assert.ThrowsAsync<StoreUnavailableException>(() => task);
        Assert.Equal(0, (await bot.LoadAsync()).Version);

        store.Seam.BeforeCommit = null;
        await bot.AcceptedAsync(one);
        await bot.AcceptedAsync(two);
        Assert.Equal(2, (await bot.LoadAsync()).Version);
    }

    [Fact]
    public async Task Commit_WhoseAnswerIsLost_MayBeRepeated()
    {
        await using var store = await SqliteFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        await bot.HearAsync(1);
        var turn = await bot.ReplyAsync(new TurnPart("a", true));
        store.Seam.AfterCommit = () => throw new IOException("no answer");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => bot.CommitAsync(turn));
        store.Seam.AfterCommit = null;

        var row = (await bot.AcceptedAsync(turn)).Rows.Single();

        Assert.Equal(OutboxState.Sending, row.State);
        Assert.Equal([row], (await bot.LoadAsync()).Open);
    }

    [Fact]
    public async Task Slice_CancelledBeforeItsTurn_IsNeverWritten()
    {
        await using var store = await SqliteFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var block = await HoldAsync(store, gate);
        var cancelled = store.Conversations.CommitAsync(bot.Batch(bot.Message(1)), cancel.Token);
        await cancel.CancelAsync();
        gate.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await block;
        await bot.HearAsync(2);
        Assert.Equal(1, (await bot.LoadAsync()).Version);
    }

    [Fact]
    public async Task Slices_WaitingWhenTheStoreCloses_AreStillWritten()
    {
        using var folder = new TemporaryFolder();
        var store = await SqliteFixture.StartAsync(folder);
        var bot = await TestBot.RegisterAsync(store, "anna");
        var received = Enumerable.Range(1, 50).Select(source => bot.ReceiveAsync(bot.Message(source))).ToArray();

        await store.DisposeAsync();

        await Task.WhenAll(received);
        await using var again = await SqliteFixture.StartAsync(folder);
        Assert.Equal(50, (await again.Conversations.LoadAsync(new(bot.Id, TestBot.Chat), 0, 0, Cancellation)).Version);
    }

    [Fact]
    public async Task Kill_AtAnyMoment_LosesNothingAcknowledged()
    {
        await using var store = await SqliteFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        for (var round = 1; round <= 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(round * 100, 40).Select(source => bot.ReceiveAsync(bot.Message(source))));

            using var left = store.Folder.Copy();
            await using var reopened = await SqliteFixture.StartAsync(left, store.Clock);
            var chat = await reopened.Conversations.LoadAsync(new(bot.Id, TestBot.Chat), 0, 0, Cancellation);
            Assert.Equal(round * 40, chat.Unanswered.Count);
            Assert.Equal(round * 40, (await reopened.Queries.FindBotAsync(bot.Id, Cancellation))!.Counters.Received);
        }
    }

    [Fact]
    public async Task Readers_SeeOneMomentAndHinderNobody()
    {
        await using var store = await SqliteFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        await bot.HearAsync(1);
        using var reading = new ManualResetEventSlim();
        using var written = new ManualResetEventSlim();
        var readers = store.Get<SqliteDatabase>().Open.Readers;

        var versions = readers.ReadAsync(
            session =>
            {
                var first = VersionOf(session, store.Get<SqliteDatabase>().Open.People, bot);
                reading.Set();
                written.Wait(Cancellation);
                return (first, VersionOf(session, store.Get<SqliteDatabase>().Open.People, bot));
            },
            Cancellation);
        reading.Wait(Cancellation);
        await bot.HearAsync(2);
        written.Set();

        Assert.Equal((1L, 1L), await versions);
        Assert.Equal(2, (await bot.LoadAsync()).Version);
    }

    private static long VersionOf(Storage.Sqlite.Session.SqliteSession session, Storage.Privacy.PersonHashes people, TestBot bot) =>
        Storage.Sqlite.Conversations.ChatRow.Load(session, people, new(bot.Id, TestBot.Chat)).Version;

    /// <summary>Keeps the writer inside a savepoint until the gate opens, so that what is called meanwhile waits together.</summary>
    private static async Task<Task> HoldAsync(SqliteFixture store, ManualResetEventSlim gate)
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = store.Get<SqliteDatabase>().Open.Writer.RunAsync(
            _ =>
            {
                inside.SetResult();
                gate.Wait();
                return true;
            },
            CancellationToken.None);
        await inside.Task;
        return held;
    }

    private sealed record UnknownUpdate : InboundUpdate;
}
