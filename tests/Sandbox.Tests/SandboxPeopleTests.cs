using System.Collections.Concurrent;
using Telegram.Bot;

namespace MultiBot.Sandbox.Tests;

public sealed class SandboxPeopleTests : IAsyncLifetime
{
    private readonly SandboxHost host = new(_ => { });

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Write_ReachesTheBot_AndItsAnswerIsSeen()
    {
        var seen = new ConcurrentQueue<SeenMessage>();
        var people = new SandboxPeople(host.World, seen.Enqueue);
        var bot = host.NewBot();
        var client = host.ClientFor(bot.Token);

        people.Write(bot.Number, 7, "Ann", "Hi");
        var updates = await client.GetUpdates(cancellationToken: TestContext.Current.CancellationToken);
        await client.SendMessage(7, "Hello", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("Hi", Assert.Single(updates).Message!.Text);
        Assert.Equal(new SeenMessage(bot.Number, 7, "Hello"), Assert.Single(seen));
    }

    [Fact]
    public async Task IsPolled_WhileGetUpdatesWaits()
    {
        var people = new SandboxPeople(host.World, _ => { });
        var bot = host.NewBot();
        Assert.False(people.IsPolled(bot.Number));

        var poll = host.ClientFor(bot.Token).GetUpdates(timeout: 30, cancellationToken: TestContext.Current.CancellationToken);
        while (!people.IsPolled(bot.Number))
            await Task.Yield();
        people.Write(bot.Number, 7, "Ann", "Hi");

        Assert.Single(await poll);
        Assert.False(people.IsPolled(bot.Number));
    }
}
