using System.Text;
using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;

namespace MultiBot.Domain.Tests.Events;

public sealed class EventWindowTests
{
    [Fact]
    public void Read_InsideTheWindow_IsCompleteAndMovesTheReaderToTheHead()
    {
        var window = Window(capacity: 10, from: 100, seqs: [103, 104, 110]);

        Assert.Equal(([103, 104, 110], 110), Read(window, 100));
        Assert.Equal(([104, 110], 110), Read(window, 103));
        Assert.Equal(([110], 110), Read(window, 106));
        Assert.Equal(([], 110), Read(window, 110));
        Assert.Equal(([], 500), Read(window, 500));
    }

    [Fact]
    public void Read_BehindTheWindow_IsLeftToTheStore()
    {
        var window = Window(capacity: 3, from: 0, seqs: [1, 2, 3, 4, 5]);

        Assert.Null(Read(window, 0));
        Assert.Null(Read(window, 1));
        Assert.Equal(([3, 4, 5], 5), Read(window, 2));
        window.Restart(9);
        Assert.Null(Read(window, 8));
        Assert.Equal(([], 9), Read(window, 9));
    }

    [Fact]
    public void Read_OfFewAtATime_GoesOnWhereItStopped()
    {
        var window = Window(capacity: 4, from: 0, seqs: Enumerable.Range(1, 50).Select(seq => (long)seq));

        Assert.Equal(([47, 48], 48), Read(window, 46, limit: 2));
        Assert.Equal(([49, 50], 50), Read(window, 48, limit: 2));
        Assert.Equal(([50], 50), Read(window, 46, type: "even50"));
    }

    [Fact]
    public void Json_HasTheFieldsOfTheInterfaceOnOneLine()
    {
        var logged = new LoggedEvent(7, new DomainEvent
        {
            Type = EventTypes.MessageSent, Bot = BotId.Parse("anna"), Chat = new ChatId(-5), At = new DateTimeOffset(2026, 11, 28, 1, 2, 3, TimeSpan.Zero), Data = "{\n \"messageId\": 9 }",
        });

        var text = Encoding.UTF8.GetString(EventJson.Write(logged));

        Assert.DoesNotContain('\n', text);
        Assert.StartsWith("""{"seq":7,"type":"MessageSent","botId":"anna","chatId":-5,"at":"2026-11-28T01:02:03+00:00","data":{""", text, StringComparison.Ordinal);
        Assert.Equal(9, JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("messageId").GetInt32());
        Assert.DoesNotContain("chatId", Encoding.UTF8.GetString(EventJson.Write(logged with { Event = logged.Event with { Chat = null } })), StringComparison.Ordinal);
    }

    [Fact]
    public void Types_AreAllListed() => Assert.Equal(
        typeof(EventTypes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(), EventTypes.All.Order());

    private static EventWindow Window(int capacity, long from, IEnumerable<long> seqs)
    {
        var window = new EventWindow(capacity);
        window.Restart(from);
        window.Append([.. seqs.Select(seq => new TailedEvent(new LoggedEvent(seq, new DomainEvent { Type = $"even{seq}", Bot = BotId.Parse("anna"), At = DateTimeOffset.UnixEpoch })))]);
        return window;
    }

    private static (long[] Seqs, long UpTo)? Read(EventWindow window, long after, int limit = 100, string? type = null)
    {
        var found = new List<TailedEvent>();
        return window.TryRead(new EventQuery { Limit = limit, Types = type is null ? null : [type] }, after, found, out var upTo)
            ? ([.. found.Select(one => one.Seq)], upTo)
            : null;
    }
}
