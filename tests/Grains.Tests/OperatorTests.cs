using System.Globalization;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Replies;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Grains.Tests;

public sealed class OperatorTests(ClusterFixture cluster)
{
    [Fact]
    public async Task TakeOver_WhenAHumanSpeaks_ThePersonaIsSilentAndOldMessagesAreNotAnsweredAfterHandBack()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "hi");
        await bot.SawAsync(1, atLeast: 1);

        Assert.Equal(ChatMode.Human, (await bot.Girl(1).TakeOver()).Value!.Mode);
        await bot.WriteAsync(1, "for the human");
        await TestBot.EventuallyAsync(() => bot.MessagesAsync(1), all => all.Count == 3);
        Assert.Null((await bot.Girl(1).Send("the human speaks")).Problem);
        await bot.SawAsync(1, atLeast: 2);
        Assert.Equal(ChatMode.Persona, (await bot.Girl(1).HandBack()).Value!.Mode);
        await bot.WriteAsync(1, "for the persona");

        Assert.Equal(["re: hi", "the human speaks", "re: for the persona"], await bot.SawAsync(1, atLeast: 3));
        Assert.Equal(InboxState.Ignored, (await bot.MessagesAsync(1))[2].Inbox);
    }

    [Fact]
    public async Task Pause_WhenResumed_AnswersWhatCameMeanwhile()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "hi");
        await bot.SawAsync(1, atLeast: 1);

        await bot.Girl(1).Pause();
        await bot.WriteAsync(1, "meanwhile");
        await TestBot.EventuallyAsync(() => bot.MessagesAsync(1), all => all.Count == 3);
        await bot.Girl(1).Resume();

        Assert.Equal(["re: hi", "re: meanwhile"], await bot.SawAsync(1, atLeast: 2));
    }

    [Fact]
    public async Task Persona_ThatIsAway_AnswersWhenItIsBackAndNotBefore()
    {
        var back = TimeProvider.System.GetUtcNow().AddSeconds(4);
        var bot = await new TestBot(cluster).RegisterAsync(new
        {
            pacing = new { debounceSeconds = 0, minTypingSeconds = 0, maxTypingSeconds = 0, messagesPerChatPerSecond = 0, maxReplyAgeMinutes = 0.2, awayUntil = back.ToString("O", CultureInfo.InvariantCulture) },
        });
        await bot.WriteAsync(1, "hi");

        Assert.Equal(["re: hi"], await bot.SawAsync(1, atLeast: 1));
        Assert.True(TimeProvider.System.GetUtcNow() >= back, "It was answered before the persona was back.");
    }

    [Fact]
    public async Task Contact_EditedByAnOperator_IsCalledThatInTheNextReplyAndNoModelSeesTagsAndNotes()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var asked = new List<ReplyRequest>();
        bot.Replies((request, _) =>
        {
            asked.Add(request);
            return Task.FromResult<ReplyOutcome>(new ReplyOutcome.Written("re: " + request.Unanswered[^1].Text, ReplyUsage.None));
        });
        await bot.WriteAsync(1, "hi");
        await bot.SawAsync(1, atLeast: 1);

        var edited = await bot.Girl(1).EditContact("""{"name":"Kimmy","language":"ru","tags":["vip-tag"],"notes":"secret-note"}""", expectedRevision: 0);
        Assert.Equal(1, edited.Value!.Revision);
        Assert.Equal(ProblemKind.Stale, (await bot.Girl(1).EditContact("""{"name":"Kimmy"}""", expectedRevision: 0)).Problem!.Kind);
        Assert.Equal("chat.not_found", (await bot.Girl(99).EditContact("""{"name":"Kimmy"}""", expectedRevision: null)).Problem!.Code);
        await bot.WriteAsync(1, "again");
        await bot.SawAsync(1, atLeast: 2);

        Assert.Equal(("Kimmy", "ru", MemorySource.Operator), (asked[^1].ContactName, asked[^1].Memory.Language!.Value, asked[^1].Memory.Language!.Source));
        var told = System.Text.Json.JsonSerializer.Serialize(new { asked[^1].ContactName, asked[^1].LanguageCode, asked[^1].Memory, asked[^1].History, asked[^1].Unanswered });
        Assert.DoesNotContain("vip-tag", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-note", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ThatIsRefused_LeavesTheReplyInTheMaking()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var (asked, words, times) = (new TaskCompletionSource(), new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        bot.Replies(async (_, cancellation) =>
        {
            Interlocked.Increment(ref times);
            asked.TrySetResult();
            return ScriptedReplies.Says(await words.Task.WaitAsync(cancellation));
        });
        await bot.WriteAsync(1, "hi");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(ProblemKind.Stale, (await bot.Girl(1).EditContact("""{"name":"Kimmy"}""", expectedRevision: 7)).Problem!.Kind);
        Assert.Equal("message.not_parked", (await bot.Girl(1).SettleParked(4711, retry: true)).Problem!.Code);
        words.SetResult("at last");

        Assert.Equal(["at last"], await bot.SawAsync(1, atLeast: 1));
        Assert.Equal(1, times);
    }

    [Fact]
    public async Task Send_WhenTheChatIsUnknown_IsRefusedWithWhatToDo()
    {
        var bot = await new TestBot(cluster).RegisterAsync();

        var answer = await bot.Girl(77).Send("hello stranger");

        Assert.Equal((ProblemKind.NotFound, "chat.not_found"), (answer.Problem!.Kind, answer.Problem.Code));
    }

    [Theory]
    [InlineData("", "message.empty")]
    [InlineData("  \n ", "message.empty")]
    public async Task Send_WhenThereIsNoText_IsRefused(string text, string code)
    {
        var bot = await new TestBot(cluster).RegisterAsync();

        Assert.Equal(code, (await bot.Girl(1).Send(text)).Problem!.Code);
    }

    [Fact]
    public async Task Send_WhenOfFiveThousandCharacters_ArrivesInTwoParts()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "hi");
        await bot.SawAsync(1, atLeast: 1);
        var text = string.Concat(Enumerable.Repeat("A sentence of twenty-five. ", 200)).Trim();

        Assert.Null((await bot.Girl(1).Send(text)).Problem);

        Assert.Equal(text, string.Join(' ', (await bot.SawAsync(1, atLeast: 3)).Skip(1)));
    }

    [Fact]
    public async Task Contact_WhenTheyBlockTheBot_TheChatStopsAndSaysWhy()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "hi");
        await bot.SawAsync(1, atLeast: 1);

        await bot.BlockAsync(1, blocked: true);
        var refused = await TestBot.EventuallyAsync(() => bot.Girl(1).Send("are you there?"), answer => answer.Problem is not null);

        Assert.Equal("chat.blocked", refused.Problem!.Code);
    }

    [Fact]
    public async Task Registration_WhenTheIdIsTaken_IsAConflictAndTheFirstBotRunsOn()
    {
        var bot = await new TestBot(cluster).RegisterAsync();

        var again = await bot.Manager.RegisterBot(new BotWrite { Json = bot.Json() });

        Assert.Equal("bot.exists", again.Problem!.Code);
        await bot.WriteAsync(1, "hi");
        Assert.Equal(["re: hi"], await bot.SawAsync(1, atLeast: 1));
    }

    [Fact]
    public async Task Batch_WhenSelectedByTag_AnswersPerBot()
    {
        var tag = $"team-{Guid.NewGuid():N}";
        var bots = new[] { await new TestBot(cluster).RegisterAsync(new { tags = new[] { tag } }), await new TestBot(cluster).RegisterAsync(new { tags = new[] { tag } }) };

        var answer = await cluster.Grains.Manager().Batch(new BatchCommand { Tag = tag, Action = BatchAction.Stop });

        Assert.Equal(bots.Select(bot => bot.Id).Order(), answer.Value!.Items.Select(item => item.BotId));
        Assert.All(answer.Value.Items, item => Assert.Null(item.Problem));
    }

    [Fact]
    public async Task Template_WhenChanged_ShowsThroughInItsBots()
    {
        var name = $"t-{Guid.NewGuid():N}"[..20];
        await cluster.Grains.Manager().PutTemplate(name, """{ "persona": { "prompt": "first" } }""", null);
        var bot = await new TestBot(cluster).RegisterAsync(new { template = name });
        bot.Replies((request, _) => Task.FromResult(ScriptedReplies.Says(request.Bot.Persona.Prompt!)));
        await bot.WriteAsync(1, "hi");
        await bot.SawAsync(1, atLeast: 1);

        await cluster.Grains.Manager().PutTemplate(name, """{ "persona": { "prompt": "second" } }""", null);
        await bot.WriteAsync(1, "hi again");

        Assert.Equal(["first", "second"], await bot.SawAsync(1, atLeast: 2));
    }

    [Fact]
    public async Task Removal_WhenErased_FreesTheIdAndLeavesNoMessage()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "hi");
        await bot.SawAsync(1, atLeast: 1);

        Assert.Null((await bot.Manager.RemoveBot(bot.Id, erase: false)).Problem);
        Assert.Equal("bot.exists", (await bot.Manager.RegisterBot(new BotWrite { Json = bot.Json() })).Problem!.Code);
        Assert.Null((await bot.Manager.RemoveBot(bot.Id, erase: true)).Problem);

        Assert.Empty(await bot.MessagesAsync(1));
        await bot.RegisterAsync();
    }
}
