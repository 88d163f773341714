using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Grains.Tests;

public sealed class MessagePathTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Message_WhenAPersonWrites_IsAnsweredAndRecorded()
    {
        var bot = await new TestBot(cluster).RegisterAsync();

        await bot.WriteAsync(1, "hello");

        Assert.Equal(["re: hello"], await bot.SawAsync(1, atLeast: 1));
        var messages = await TestBot.EventuallyAsync(() => bot.MessagesAsync(1), all => all is [_, { Outbox: OutboxState.Sent }]);
        Assert.Equal(InboxState.Answered, messages[0].Inbox);
        Assert.Equal(Author.Persona, messages[1].By);
    }

    [Fact]
    public async Task Series_WhenWrittenWhileAReplyIsDrafted_IsAnsweredTogether()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Replies(async (request, cancellation) =>
        {
            if (request.Unanswered.Count == 1)
            {
                asked.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }

            return ScriptedReplies.Says("all: " + string.Join('+', request.Unanswered.Select(message => message.Text)));
        });

        await bot.WriteAsync(1, "one");
        await asked.Task;
        await bot.WriteAsync(1, "two");

        Assert.Equal(["all: one+two"], await bot.SawAsync(1, atLeast: 1));
    }

    [Fact]
    public async Task LongReply_WhenOverTheLimit_ArrivesInPartsInOrder()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var sentences = Enumerable.Range(1, 900).Select(number => $"Sentence {number}.");
        bot.Replies((_, _) => Task.FromResult(ScriptedReplies.Says(string.Join(' ', sentences))));

        await bot.WriteAsync(1, "tell me everything");

        var parts = await bot.SawAsync(1, atLeast: 4);
        Assert.All(parts, part => Assert.InRange(part.Length, 1, 4096));
        Assert.All(parts, part => Assert.EndsWith(".", part, StringComparison.Ordinal));
        Assert.Equal(string.Join(' ', sentences), string.Join(' ', parts));
    }

    [Fact]
    public async Task Model_WhenOneBotsHangs_TheOthersAnswer()
    {
        var hanging = await new TestBot(cluster).RegisterAsync();
        var healthy = await new TestBot(cluster).RegisterAsync();
        hanging.Replies(async (_, cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return ScriptedReplies.Says("never");
        });

        await hanging.WriteAsync(1, "anybody there?");
        await healthy.WriteAsync(1, "hi");

        Assert.Equal(["re: hi"], await healthy.SawAsync(1, atLeast: 1));
    }

    [Fact]
    public async Task Message_WhenTheGeneratorThrowsOnIt_IsParkedAndAnsweredOnRetry()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var healed = false;
        bot.Replies((request, _) => healed || request.Chat.Value != 1
            ? Task.FromResult(ScriptedReplies.Says("fine"))
            : throw new InvalidOperationException("a bug in a handler"));

        await bot.WriteAsync(1, "poison");
        await bot.WriteAsync(2, "wholesome");

        Assert.Equal(["fine"], await bot.SawAsync(2, atLeast: 1));
        var parked = await TestBot.EventuallyAsync(() => bot.MessagesAsync(1), all => all is [{ Inbox: InboxState.Parked }]);
        Assert.Equal("reply.generator_failed", parked[0].Code);

        healed = true;
        Assert.Null((await bot.Girl(1).SettleParked(parked[0].Id, retry: true)).Problem);
        Assert.Equal(["fine"], await bot.SawAsync(1, atLeast: 1));
    }

    [Fact]
    public async Task Token_WhenTelegramRejectsIt_TheBotFailsWithACodeAndOthersRun()
    {
        var broken = new TestBot(cluster);
        await cluster.PostAsync("control/bots", new { token = broken.Id.Value.Split('-')[1], revoked = true });
        await broken.RegisterAsync();
        var healthy = await new TestBot(cluster).RegisterAsync();

        var report = await TestBot.EventuallyAsync(broken.Grain.GetReport, report => report.Status is BotStatus.Failed);

        Assert.Equal("telegram.token_rejected", report.LastError);
        await healthy.WriteAsync(1, "hi");
        Assert.Equal(["re: hi"], await healthy.SawAsync(1, atLeast: 1));
    }

    [Fact]
    public async Task Start_WhenItTakesLong_ShowsInTheListUntilItIsOver()
    {
        var bot = new TestBot(cluster);
        await cluster.PostAsync("control/faults", new { kind = "delay", token = bot.Id.Value.Split('-')[1], method = "getMe", count = 1, delayMs = 3_000 });
        await bot.RegisterAsync();

        // The silo's name comes with the status: nobody else writes it.
        await TestBot.EventuallyAsync(() => cluster.Queries.FindBotAsync(bot.Id, CancellationToken.None), listed => listed is { Status: BotStatus.Starting, Silo: "test" });
        await TestBot.EventuallyAsync(() => cluster.Queries.FindBotAsync(bot.Id, CancellationToken.None), listed => listed is { Status: BotStatus.Running });
    }

    [Fact]
    public async Task Name_OfTheAccount_IsForgottenOnlyWhenTheTokenChanges()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var running = await TestBot.EventuallyAsync(bot.Grain.GetReport, report => report.Status is BotStatus.Running);
        await bot.Manager.StopBot(bot.Id);

        await bot.Manager.ChangeBot(bot.Id, new BotWrite { Json = """{ "name": "Another" }""", Merge = true });
        var renamed = await cluster.Queries.FindBotAsync(bot.Id, CancellationToken.None);
        await bot.Manager.ChangeBot(bot.Id, new BotWrite { Json = """{ "telegram": { "token": "399999:another-token" } }""", Merge = true });
        var moved = await cluster.Queries.FindBotAsync(bot.Id, CancellationToken.None);
        await bot.Manager.StartBot(bot.Id);
        var again = await TestBot.EventuallyAsync(bot.Grain.GetReport, report => report.Status is BotStatus.Running);

        Assert.Equal($"sandbox_{bot.Id.Value[4..]}_bot", running.Username);
        Assert.Equal((running.Username, null), (renamed!.Username, moved!.Username));
        Assert.Equal("sandbox_399999_bot", again.Username);
    }

    [Fact]
    public async Task Session_WhenItDiesWithoutAWord_IsReplacedAndTheBotSaysSo()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "before");
        await bot.SawAsync(1, atLeast: 1);

        await cluster.Sessions.KillAsync(bot.Id);
        await bot.WriteAsync(1, "after");

        Assert.Equal(["re: before", "re: after"], await bot.SawAsync(1, atLeast: 2));
        var events = await cluster.Silo.GetRequiredService<IEventLog>().ReadAsync(new EventQuery { Bot = bot.Id, Types = [EventTypes.HealthCheckFailed] }, CancellationToken.None);
        Assert.Contains("telegram.session_stuck", Assert.Single(events).Event.Data, StringComparison.Ordinal);
        Assert.Equal(BotStatus.Running, (await bot.Grain.GetReport()).Status);
    }

    [Fact]
    public async Task Bot_WhenStoppedAndStartedAgain_AnswersWhatCameMeanwhile()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "before");
        await bot.SawAsync(1, atLeast: 1);

        await bot.Manager.StopBot(bot.Id);
        await bot.WriteAsync(1, "meanwhile");
        await bot.Manager.StartBot(bot.Id);

        Assert.Equal(["re: before", "re: meanwhile"], await bot.SawAsync(1, atLeast: 2));
    }

    [Fact]
    public async Task Configuration_WhenPatched_AppliesToTheNextReply()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        bot.Replies((request, _) => Task.FromResult(ScriptedReplies.Says(request.Bot.Persona.Prompt ?? "nobody")));
        await bot.WriteAsync(1, "who are you?");
        await bot.SawAsync(1, atLeast: 1);

        var changed = await bot.Manager.ChangeBot(bot.Id, new BotWrite { Json = """{ "persona": { "prompt": "Anna" } }""", Merge = true });
        await bot.WriteAsync(1, "and now?");

        Assert.Null(changed.Problem);
        Assert.Equal(["nobody", "Anna"], await bot.SawAsync(1, atLeast: 2));
    }

    [Fact]
    public async Task Contact_WhenTheyOptOut_HearsNothingMoreUntilTheyStartAgain()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "hi");
        await bot.SawAsync(1, atLeast: 1);

        await bot.WriteAsync(1, "stop");
        await bot.SawAsync(1, atLeast: 2);
        await bot.WriteAsync(1, "still there?");
        await TestBot.EventuallyAsync(() => bot.MessagesAsync(1), messages => messages.Any(message => message.Text == "still there?"));
        var refused = await bot.Girl(1).Send("hello?");
        await bot.WriteAsync(1, "/start");

        Assert.Equal("chat.opted_out", refused.Problem!.Code);
        var seen = await bot.SawAsync(1, atLeast: 3);
        Assert.Equal(3, seen.Count);
        Assert.Equal(("re: hi", "re: /start"), (seen[0], seen[2]));
        Assert.StartsWith("You won't get any more messages", seen[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disclosure_WhenOn_OpensTheFirstReplyOnly()
    {
        var bot = await new TestBot(cluster).RegisterAsync(new { features = new { disclosure = true }, persona = new { disclosure = "An AI answers." } });

        await bot.WriteAsync(1, "one");
        await bot.SawAsync(1, atLeast: 1);
        await bot.WriteAsync(1, "two");

        Assert.Equal(["An AI answers.\n\nre: one", "re: two"], await bot.SawAsync(1, atLeast: 2));
    }
}
