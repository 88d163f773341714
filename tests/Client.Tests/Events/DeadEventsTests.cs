using System.Globalization;
using System.Text.Json;
using MultiBot.Client.Tests.Cluster;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;

namespace MultiBot.Client.Tests.Events;

public sealed class DeadEventsTests(TestSilo silo)
{
    [Fact]
    public async Task Dead_ListsWhatWasPutAside_AndWhy()
    {
        var (one, other, name) = Put(3);

        var run = await RunAsync("events", "dead", "--subscriber", name);

        Assert.Equal(
            [
                "ID\tSUBSCRIBER\tFAILED AT\tTRIES\tREASON\tSEQ\tTYPE\tBOT\tCHAT",
                $"{one}\t{name}\t2026-11-22 12:00:00Z\t3\tevents.handler_hung\t{one + 4000}\tMessageSent\tanna\t100",
                $"{other}\t{name}\t2026-11-22 12:00:00Z\t3\tevents.handler_hung\t{other + 4000}\tBotStarted\tanna\t",
            ],
            run.Out.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Dead_InJson_IsAsRestAnswersIt()
    {
        var (one, other, name) = Put(3);

        var items = JsonDocument.Parse((await RunAsync("events", "dead", "--subscriber", name, "--json")).Out).RootElement.GetProperty("items");

        Assert.Equal([one, other], items.EnumerateArray().Select(item => item.GetProperty("id").GetInt64()));
        Assert.Equal(["id", "subscriber", "reason", "tries", "failedAt", "event"], items[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(["seq", "type", "botId", "chatId", "at", "data"], items[0].GetProperty("event").EnumerateObject().Select(field => field.Name));
        Assert.Equal(7, items[0].GetProperty("event").GetProperty("data").GetProperty("messageId").GetInt32());
        Assert.False(items[1].GetProperty("event").TryGetProperty("chatId", out _));
    }

    [Fact]
    public async Task Dead_PageByPage_TellsHowToGoOn()
    {
        var (one, other, name) = Put(3);

        var first = await RunAsync("events", "dead", "--subscriber", name, "--limit", "1");
        var second = await RunAsync("events", "dead", "--subscriber", name, "--after", Text(one), "--json");
        var all = await RunAsync("events", "dead", "--subscriber", name, "--all", "--json");

        Assert.Contains($"--after {one}", first.Error, StringComparison.Ordinal);
        Assert.Equal(other, Assert.Single(ItemsOf(second)).GetProperty("id").GetInt64());
        Assert.Equal(2, ItemsOf(all).Length);
    }

    [Fact]
    public async Task Retry_SettlesIt_AndTellsWho()
    {
        var (one, _, name) = Put(3);

        var run = await RunAsync("events", "retry", Text(one));
        var again = await RunAsync("events", "retry", Text(one));

        Assert.Equal((0, $"Event {one} (MessageSent of anna) is handled by {name}.\n"), (run.Code, run.Out.ReplaceLineEndings("\n")));
        Assert.False(silo.Cluster.Dead.ContainsKey(one));
        Assert.Equal(1, again.Code);
        Assert.StartsWith("events.dead_unknown:", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_ThatFailsAgain_SaysSoAndLeavesItThere()
    {
        var (one, _, _) = Put(3, FakeDeadEventsGrain.Stubborn);

        var run = await RunAsync("events", "retry", Text(one));

        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.StartsWith("events.refused_again:", run.Error, StringComparison.Ordinal);
        Assert.True(silo.Cluster.Dead.ContainsKey(one));
    }

    [Fact]
    public async Task Drop_ForgetsIt_WhateverItsReason()
    {
        var (one, other, name) = Put(3, FakeDeadEventsGrain.Stubborn);

        var run = await RunAsync("events", "drop", Text(one));
        var json = await RunAsync("events", "drop", Text(other), "--json");

        Assert.Equal((0, $"Event {one} (MessageSent of anna) is dropped for {name}.\n"), (run.Code, run.Out.ReplaceLineEndings("\n")));
        Assert.Equal((0, other), (json.Code, JsonDocument.Parse(json.Out).RootElement.GetProperty("id").GetInt64()));
        Assert.False(silo.Cluster.Dead.ContainsKey(one) || silo.Cluster.Dead.ContainsKey(other));
    }

    [Fact]
    public async Task Reason_ThatWouldMoveTheCursor_IsMadeHarmless()
    {
        var (_, _, name) = Put(1, "events.handler_failed: \u001b[2J");

        Assert.DoesNotContain('\u001b', (await RunAsync("events", "dead", "--subscriber", name)).Out);
    }

    /// <summary>Two events of a subscriber that no other test knows.</summary>
    private (long One, long Other, string Subscriber) Put(int tries, string reason = "events.handler_hung")
    {
        var name = silo.Cluster.NewId("subscriber");
        return (Add(EventTypes.MessageSent, new ChatId(100), """{"messageId":7}"""), Add(EventTypes.BotStarted, null, "{}"), name);

        long Add(string type, ChatId? chat, string data)
        {
            var id = silo.Cluster.NewNumber();
            silo.Cluster.Dead[id] = new DeadEvent
            {
                Id = id,
                Subscriber = name,
                Reason = reason,
                Tries = tries,
                FailedAt = TestTimes.Noon,
                Event = new LoggedEvent(id + 4000, new DomainEvent { Type = type, Bot = BotId.Parse("anna"), Chat = chat, At = TestTimes.Noon, Data = data }),
            };
            return id;
        }
    }

    private static JsonElement[] ItemsOf(ConsoleRun run) => [.. JsonDocument.Parse(run.Out).RootElement.GetProperty("items").EnumerateArray()];

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private Task<ConsoleRun> RunAsync(params string[] args) => ConsoleRun.Script(ConsoleRun.At(silo, args));
}
