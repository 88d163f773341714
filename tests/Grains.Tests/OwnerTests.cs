using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Tests;

/// <summary>The account's owner types on another device; a session of a user account is played by the test.</summary>
public sealed class OwnerTests(ClusterFixture cluster)
{
    private const long Person = 1;

    [Fact]
    public async Task Owner_WhoTypesElsewhere_SilencesThePersonaForAWhileAndOldMessagesStayWithTheHuman()
    {
        var bot = await RegisterAsync(minutes: 0.02);
        await bot.WriteAsync(Person, "hi");
        await bot.SawAsync(Person, atLeast: 1);

        await ReportAsync(bot, Typed(900_001, "it is me"), Heard(900_002, "for the owner"));
        await TestBot.EventuallyAsync(() => ChatAsync(bot), chat => chat is { Mode: ChatMode.Persona, HumanUntil: null });
        await bot.WriteAsync(Person, "for the persona");

        Assert.Equal(["re: hi", "re: for the persona"], await bot.SawAsync(Person, atLeast: 2));
        var stored = await bot.MessagesAsync(Person);
        Assert.Equal(["hi", "re: hi", "it is me", "for the owner", "for the persona", "re: for the persona"], stored.Select(message => message.Text));
        Assert.Equal((Author.Operator, (OutboxState?)OutboxState.Sent, (InboxState?)InboxState.Ignored), (stored[2].By, stored[2].Outbox, stored[3].Inbox));
        var asked = cluster.Replies.Requests.Last(request => request.Bot.BotId == bot.Id);
        Assert.Contains(asked.History, line => line is { By: Author.Operator, Text: "it is me" });
        Assert.Equal(
            ["""{"mode":"human","command":"ownerWrote"}""", """{"mode":"persona","command":"expire"}"""], await ModesAsync(bot));
    }

    [Fact]
    public async Task End_ThatComesWhileTheBotIsStopped_HandsTheChatBackWhenItIsUpAgain()
    {
        var bot = await RegisterAsync(minutes: 0.02);
        await bot.WriteAsync(Person, "hi");
        await bot.SawAsync(Person, atLeast: 1);
        await ReportAsync(bot, Typed(900_001, "it is me"));
        var end = (await ChatAsync(bot))!.HumanUntil!.Value;
        // Stopped for good: otherwise the supervisor has it up again before the end.
        Assert.Null((await bot.Manager.StopBot(bot.Id)).Problem);
        await bot.Girl(Person).Settle();
        await TestBot.EventuallyAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow()), now => now > end);
        Assert.Equal(ChatMode.Human, (await ChatAsync(bot))!.Mode);

        Assert.Null((await bot.Manager.StartBot(bot.Id)).Problem);

        await TestBot.EventuallyAsync(() => ChatAsync(bot), chat => chat is { Mode: ChatMode.Persona });
    }

    [Fact]
    public async Task Operator_WhoHandsBack_EndsItAtOnce()
    {
        var bot = await RegisterAsync(minutes: 60);
        await bot.WriteAsync(Person, "hi");
        await bot.SawAsync(Person, atLeast: 1);
        await ReportAsync(bot, Typed(900_001, "it is me"));
        Assert.Equal(ChatMode.Human, (await ChatAsync(bot))!.Mode);

        Assert.Equal(ChatMode.Persona, (await bot.Girl(Person).HandBack()).Value!.Mode);
        await bot.WriteAsync(Person, "and now?");

        Assert.Equal(["re: hi", "re: and now?"], await bot.SawAsync(Person, atLeast: 2));
    }

    [Fact]
    public async Task Reply_InTheMaking_IsDroppedWhenTheOwnerTypes()
    {
        var bot = await RegisterAsync(minutes: 60);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var dropped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Replies(async (_, cancellation) =>
        {
            await using var stopped = cancellation.Register(dropped.SetResult);
            asked.SetResult();
            await dropped.Task;
            cancellation.ThrowIfCancellationRequested();
            return ScriptedReplies.Says("never");
        });
        await bot.WriteAsync(Person, "hi");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await ReportAsync(bot, Typed(900_001, "I am on it"));

        await dropped.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(["hi", "I am on it"], (await bot.MessagesAsync(Person)).Select(message => message.Text));
    }

    /// <summary>A configuration that no reader would take for a bot token: the session is the test's.</summary>
    private async Task<TestBot> RegisterAsync(double minutes)
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var bots = cluster.Silo.GetRequiredService<IBotStore>();
        var record = (await bots.FindAsync(bot.Id, TestContext.Current.CancellationToken))!;
        var config = record.Config with { Features = record.Config.Features with { OwnerTakesOverMinutes = minutes } };
        await bots.ReplaceAsync(config, record.OwnJson, newAccount: false, expectedRevision: null, TestContext.Current.CancellationToken);
        await bot.Grain.Reconfigure();
        return bot;
    }

    private async Task ReportAsync(TestBot bot, params InboundUpdate[] updates)
    {
        var cursor = await cluster.Silo.GetRequiredService<IConversationStore>().ReadCursorAsync(bot.Id, TestContext.Current.CancellationToken);
        Assert.True(await cluster.Sessions.ReportAsync(bot.Id, cursor?.Next ?? 0, updates));
    }

    private async Task<ChatListItem?> ChatAsync(TestBot bot) => await cluster.Queries.FindChatAsync(bot.Key(Person), TestContext.Current.CancellationToken);

    private async Task<IEnumerable<string>> ModesAsync(TestBot bot)
    {
        var query = new EventQuery { Bot = bot.Id, Types = [EventTypes.ChatModeChanged], Limit = 100 };
        return (await cluster.Silo.GetRequiredService<IEventLog>().ReadAsync(query, TestContext.Current.CancellationToken)).Select(logged => logged.Event.Data);
    }

    private static OwnerWrote Typed(long source, string text) => new() { Chat = new ChatId(Person), SourceId = source, Text = text, At = TimeProvider.System.GetUtcNow() };

    private static MessageArrived Heard(long source, string text) => new() { Chat = new ChatId(Person), SourceId = source, Text = text, At = TimeProvider.System.GetUtcNow() };
}
