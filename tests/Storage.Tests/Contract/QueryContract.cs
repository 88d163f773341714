using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class QueryContract : StoreContract
{
    [Theory]
    [InlineData(null, "a1 a2 a3 b1 b2")]
    [InlineData("name", "b2 b1 a3 a2 a1")]
    [InlineData("-updatedAt", "b2 b1 a3 a2 a1")]
    public async Task Bots_ArePagedInEachOrder(string? sort, string expected)
    {
        await AddBotsAsync();

        Assert.Equal(expected.Split(' '), (await PagesAsync(new BotQuery { Sort = sort, Limit = 2 })).Select(bot => bot.BotId.Value));
    }

    [Fact]
    public async Task Bots_AreFilteredByTagStatusTextAndSelection()
    {
        await AddBotsAsync();

        Assert.Equal(["a1", "a3"], await IdsAsync(new BotQuery { Tag = "odd", Text = "A" }));
        Assert.Equal(["b1"], await IdsAsync(new BotQuery { Text = "ёлка B1" }));
        Assert.Equal(["a2"], await IdsAsync(new BotQuery { Among = [BotId.Parse("a2"), BotId.Parse("zz")] }));
        Assert.Empty(await IdsAsync(new BotQuery { Among = [] }));
        Assert.Equal(5, (await IdsAsync(new BotQuery { Status = BotStatus.Stopped })).Length);
        Assert.Empty(await IdsAsync(new BotQuery { Status = BotStatus.Running }));
        Assert.Empty(await IdsAsync(new BotQuery { Text = "%" }));
    }

    [Fact]
    public async Task Cursors_ThatAreNotOfTheList_AreRefused()
    {
        await AddBotsAsync();
        var next = (await Store.Queries.ListBotsAsync(new BotQuery { Limit = 1 }, Cancellation)).Next;

        await Assert.ThrowsAsync<FormatException>(() => Store.Queries.ListBotsAsync(new BotQuery { After = next, Sort = "name" }, Cancellation));
        await Assert.ThrowsAsync<FormatException>(() => Store.Queries.ListBotsAsync(new BotQuery { After = "not a cursor!" }, Cancellation));
        await Assert.ThrowsAsync<FormatException>(() => Store.Queries.ListChatsAsync(BotId.Parse("a1"), null, next, 5, Cancellation));
        await Assert.ThrowsAsync<FormatException>(() => Store.Queries.ListBotsAsync(new BotQuery { Sort = "color" }, Cancellation));
    }

    [Fact]
    public async Task Chats_ArePagedById()
    {
        var bot = await BotAsync();
        long[] chats = [-100, -5, 3, 70];
        foreach (var chat in chats) await bot.ReceiveAsync(bot.Message(1, chat: new ChatId(chat)));

        var first = await Store.Queries.ListChatsAsync(bot.Id, null, null, 3, Cancellation);
        var second = await Store.Queries.ListChatsAsync(bot.Id, null, first.Next, 3, Cancellation);

        Assert.Equal(chats, first.Items.Concat(second.Items).Select(chat => chat.ChatId.Value));
        Assert.Null(second.Next);
        var item = first.Items[0];
        Assert.Equal(("Kim", ChatMode.Persona, 1L, "en", 1L), (item.Name, item.Mode, item.MessageCount, item.Language, item.Version));
        Assert.Equal(Store.Clock.GetUtcNow(), item.LastActivityAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_ArePagedInBothDirections(bool newestFirst)
    {
        var bot = await BotAsync();
        for (var source = 1; source <= 3; source++) await bot.AnswerAsync(source, $"reply {source}");
        await bot.ReceiveAsync(bot.Edit(2, "edited"));

        var texts = new List<string>();
        string? after = null;
        do
        {
            var page = await Store.Queries.ListMessagesAsync(new ChatKey(bot.Id, TestBot.Chat), after, 4, newestFirst, Cancellation);
            texts.AddRange(page.Items.Select(item => $"{(item.Outgoing ? "out" : "in")} {item.Text}{(item.EditedAt is null ? "" : "*")}"));
            after = page.Next;
        }
        while (after is not null);

        string[] expected = ["in message 1", "out reply 1", "in edited*", "out reply 2", "in message 3", "out reply 3"];
        Assert.Equal(newestFirst ? expected.Reverse() : expected, texts);
    }

    [Fact]
    public async Task Parked_IsPagedAndFound()
    {
        var bot = await BotAsync();
        for (var source = 1; source <= 3; source++) await bot.HearAsync(source);
        await bot.ParkAsync();

        var first = await Store.Queries.ListParkedAsync(bot.Id, null, 2, Cancellation);
        var second = await Store.Queries.ListParkedAsync(bot.Id, first.Next, 2, Cancellation);

        Assert.Equal(["message 1", "message 2", "message 3"], first.Items.Concat(second.Items).Select(item => item.Message.Text));
        Assert.Equal(first.Items[0], await Store.Queries.FindParkedAsync(bot.Id, first.Items[0].Message.Id, Cancellation));
        Assert.Null(await Store.Queries.FindParkedAsync(bot.Id, 4711, Cancellation));
        Assert.Null(await Store.Queries.FindParkedAsync(BotId.Parse("bert"), first.Items[0].Message.Id, Cancellation));
    }

    [Fact]
    public async Task Templates_ArePagedByName()
    {
        foreach (var name in (string[])["c", "a", "b"]) await Store.Bots.PutTemplateAsync(name, "{}", null, Cancellation);

        var first = await Store.Queries.ListTemplatesAsync(null, 2, Cancellation);
        var second = await Store.Queries.ListTemplatesAsync(first.Next, 2, Cancellation);

        Assert.Equal(["a", "b", "c"], first.Items.Concat(second.Items).Select(template => template.Name));
    }

    private async Task AddBotsAsync()
    {
        (string Id, string Name, string Tag)[] bots = [("a1", "z", "odd"), ("a2", "y", "even"), ("a3", "x", "odd"), ("b1", "w ЁЛКА B1", "odd"), ("b2", "A", "even")];
        foreach (var (id, name, tag) in bots)
        {
            await Store.Bots.AddAsync(TestBot.Record(TestBot.Config(id) with { Name = name, Tags = [tag] }), Cancellation);
            Store.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private async Task<List<BotListItem>> PagesAsync(BotQuery query)
    {
        var bots = new List<BotListItem>();
        do
        {
            var page = await Store.Queries.ListBotsAsync(query, Cancellation);
            bots.AddRange(page.Items);
            query = query with { After = page.Next };
        }
        while (query.After is not null);
        return bots;
    }

    private async Task<string[]> IdsAsync(BotQuery query) => [.. (await PagesAsync(query)).Select(bot => bot.BotId.Value)];
}
