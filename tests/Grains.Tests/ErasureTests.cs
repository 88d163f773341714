using MultiBot.Domain.Privacy;
using MultiBot.Domain.Replies;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Privacy;

namespace MultiBot.Grains.Tests;

/// <summary>A person is erased while the bot is at it.</summary>
public sealed class ErasureTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Reply_BeingWrittenWhenThePersonIsErased_IsNeitherKeptNorSent()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<ReplyOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Replies((_, _) =>
        {
            asked.TrySetResult();
            return answer.Task;
        });
        await bot.WriteAsync(1, "hello");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Null((await bot.Girl(1).Erase()).Problem);
        answer.SetResult(ScriptedReplies.Says("too late"));
        bot.Replies((request, _) => Task.FromResult(ScriptedReplies.Says($"{request.History.Count} lines, {request.Unanswered.Count} to answer")));
        await DateAfterAsync();
        await bot.WriteAsync(1, "hello again");

        Assert.Equal(["0 lines, 1 to answer"], await bot.SawAsync(1, atLeast: 1));
        Assert.Equal(["hello again", "0 lines, 1 to answer"], (await bot.MessagesAsync(1)).Select(message => message.Text));
    }

    [Fact]
    public async Task History_OfAnErasedPerson_IsForgottenByTheGrain()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "my secret");
        await bot.SawAsync(1, atLeast: 1);
        await TestBot.EventuallyAsync(() => bot.MessagesAsync(1), all => all.Count == 2);

        Assert.Null((await bot.Girl(1).Erase()).Problem);
        await DateAfterAsync();
        bot.Replies((request, _) => Task.FromResult(ScriptedReplies.Says(string.Join('|', request.History.Select(line => line.Text)) + request.ContactName)));
        await bot.WriteAsync(1, "who am I?");

        Assert.Equal("Person", (await bot.SawAsync(1, atLeast: 2))[1]);
        Assert.Equal("chat.not_found", (await bot.Girl(2).Erase()).Problem!.Code);
    }

    [Fact]
    public async Task Person_PutOnTheListWhileAReplyIsWritten_IsNotSentIt()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<ReplyOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Replies((_, _) =>
        {
            asked.TrySetResult();
            return answer.Task;
        });
        const long person = 77_000_123;
        await bot.WriteAsync(person, "hello");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await cluster.Grains.Privacy().PutDoNotContact(new DoNotContactWrite { Person = person });
        answer.SetResult(ScriptedReplies.Says("too late"));

        var messages = await TestBot.EventuallyAsync(() => bot.MessagesAsync(person), all => all is [{ Code: PrivacyCodes.DoNotContact }]);
        Assert.Equal(Domain.Messages.InboxState.Ignored, messages[0].Inbox);
        Assert.Equal(PrivacyCodes.DoNotContact, (await bot.Girl(person).Send("by hand")).Problem!.Code);
    }

    /// <summary>Telegram dates messages by whole seconds; one of the erasure's own second could be from before it.</summary>
    private static async Task DateAfterAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1100), TimeProvider.System);
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
