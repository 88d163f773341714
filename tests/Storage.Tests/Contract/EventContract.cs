using MultiBot.Domain.Events;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>The event log: read in order from a position, safe up to a horizon, told of, and forgotten in time.</summary>
public abstract class EventContract : StoreContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Events_AreReadBehindAPositionByBotAndType()
    {
        var (anna, bert) = (await BotAsync("anna"), await BotAsync("bert"));
        await anna.HearAsync(1);
        await bert.HearAsync(1);

        var all = await ReadAsync(new EventQuery());

        Assert.Equal(all.Select(logged => logged.Seq).Order().Distinct(), all.Select(logged => logged.Seq));
        Assert.Equal(Seqs(all.Skip(1).Take(2)), Seqs(await ReadAsync(new EventQuery { After = all[0].Seq, Limit = 2 })));
        Assert.Equal(Seqs(all.Take(2)), Seqs(await ReadAsync(new EventQuery { UpTo = all[1].Seq })));
        Assert.Equal(
            [EventTypes.BotRegistered, EventTypes.MessageReceived],
            (await ReadAsync(new EventQuery { Bot = bert.Id })).Select(logged => logged.Event.Bot == bert.Id ? logged.Event.Type : "another bot's"));
        Assert.Equal(2, (await ReadAsync(new EventQuery { Types = [EventTypes.MessageReceived, EventTypes.BotRemoved] })).Count);
        Assert.Equal(bert.Id, Assert.Single(await ReadAsync(new EventQuery { Bot = bert.Id, Types = [EventTypes.MessageReceived] })).Event.Bot);
    }

    [Fact]
    public async Task Events_AmongBots_AreThoseOfNoOther()
    {
        var (anna, bert, cleo) = (await BotAsync("anna"), await BotAsync("bert"), await BotAsync("cleo"));
        foreach (var bot in (TestBot[])[cleo, anna, bert, anna]) await bot.HearAsync(bot == anna ? 10 + (await anna.MessagesAsync()).Length : 1);

        var seen = await ReadAsync(new EventQuery { Among = [anna.Id, cleo.Id] });

        Assert.Equal(5, seen.Count);
        Assert.DoesNotContain(seen, logged => logged.Event.Bot == bert.Id);
        Assert.Equal(seen.Select(logged => logged.Seq).Order(), seen.Select(logged => logged.Seq));
        Assert.Equal(2, (await ReadAsync(new EventQuery { Among = [anna.Id, cleo.Id], Types = [EventTypes.BotRegistered] })).Count);
        Assert.Empty(await ReadAsync(new EventQuery { Among = [] }));
        Assert.Empty(await ReadAsync(new EventQuery { Among = [anna.Id], Bot = bert.Id }));
    }

    [Fact]
    public async Task Look_WhenNobodyWrites_MakesEverythingSafe()
    {
        var horizon = new EventHorizon(0);
        var before = horizon.Observe(await Store.Events.LookAsync(Cancellation));
        var anna = await BotAsync();
        await anna.HearAsync(1);

        var safe = horizon.Observe(await Store.Events.LookAsync(Cancellation));

        var all = await ReadAsync(new EventQuery());
        Assert.Equal((all[^1].Seq, 2), (safe, all.Count));
        Assert.True(all[0].Seq > before);
    }

    /// <summary>Many write at once; a reader that goes to the horizon and never looks back has it all in the end, in order.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reader_ThatGoesToTheHorizonOnly_SkipsNothing(bool atAGlance)
    {
        const int bots = 8, messages = 25;
        var writers = new List<TestBot>();
        for (var number = 0; number < bots; number++) writers.Add(await BotAsync($"bot-{number}"));
        var writing = Task.WhenAll(writers.Select(async bot =>
        {
            for (var message = 1; message <= messages; message++) await bot.HearAsync(message);
        }));

        var horizon = new EventHorizon(0);
        var seen = new List<long>();
        for (var last = false; !last;)
        {
            last = writing.IsCompleted;
            var after = seen.Count > 0 ? seen[^1] : 0;
            if (atAGlance)
            {
                var (look, page) = await Store.Events.GlanceAsync(after, limit: 10_000, Cancellation);
                var final = horizon.Observe(look);
                seen.AddRange(Seqs(page).Where(seq => seq <= final));
                continue;
            }

            var safe = horizon.Observe(await Store.Events.LookAsync(Cancellation));
            seen.AddRange(Seqs(await ReadAsync(new EventQuery { After = after, UpTo = safe, Limit = 10_000 })));
        }

        await writing;
        Assert.Equal(Seqs(await ReadAsync(new EventQuery { Limit = 10_000 })), seen);
        Assert.Equal(bots * (messages + 1), seen.Count);
    }

    /// <summary>Each three times: a wait may end in vain, but not every time.</summary>
    [Theory]
    [InlineData("hear")]
    [InlineData("register")]
    [InlineData("change")]
    [InlineData("remove")]
    public async Task Wait_WhenEventsAreWritten_Ends(string what)
    {
        var bots = new List<TestBot>();
        for (var number = 0; number < 3; number++) bots.Add(await BotAsync($"bot-{number}"));

        foreach (var bot in bots)
        {
            var news = Store.Events.WaitAsync(Cancellation);
            await (what switch
            {
                "hear" => bot.HearAsync(1),
                "register" => BotAsync($"{bot.Id}-b"),
                "change" => Store.Bots.ReplaceAsync(TestBot.Config(bot.Id.Value), "{}", newAccount: false, null, Cancellation),
                _ => (Task)Store.Bots.RemoveAsync(bot.Id, erase: false, Cancellation),
            });
            await news.WaitAsync(Patience, Cancellation);
        }
    }

    [Fact]
    public async Task Retention_ForgetsOldEventsAndKeepsTheOthers()
    {
        var anna = await BotAsync();
        foreach (var message in (long[])[1, 2, 3, 4, 5]) await anna.HearAsync(message);
        Store.Clock.Advance(TimeSpan.FromDays(5));
        await anna.HearAsync(6);
        var before = await ReadAsync(new EventQuery());

        Assert.Equal(0, (await Store.Retention.KeepAsync(7, Cancellation)).Events);
        Assert.Equal(Seqs(before), Seqs(await ReadAsync(new EventQuery())));

        // The first day has ended seven days ago, the other one has not.
        Store.Clock.Advance(TimeSpan.FromDays(3));
        await Store.Retention.KeepAsync(7, Cancellation);
        Assert.Equal([before[^1].Seq], Seqs(await ReadAsync(new EventQuery())));

        await anna.HearAsync(7);
        var after = await ReadAsync(new EventQuery { After = before[^1].Seq });
        Assert.True(Assert.Single(after).Seq > before[^1].Seq);
    }

    private Task<IReadOnlyList<LoggedEvent>> ReadAsync(EventQuery query) => Store.Events.ReadAsync(query, Cancellation);

    private static IEnumerable<long> Seqs(IEnumerable<LoggedEvent> events) => events.Select(logged => logged.Seq);
}
