using MultiBot.Domain.Chats;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>Chats that are read together share a call, and nothing else.</summary>
public sealed class ChatLoadTests
{
    private const int Bots = 10;

    /// <summary>So many of each bot that all lanes are busy and a call is full.</summary>
    private const int Chats = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public async Task Chats_ReadAtOnce_AreEachTheirOwn(int connections)
    {
        await using var store = await PostgresFixture.CreateAsync(("MultiBot:Storage:PostgresConnections", $"{connections}"));
        var bots = await FillAsync(store);

        // Another silo has read none of them yet.
        await using var second = await store.SecondAsync();
        var loads = bots.SelectMany(bot => Enumerable.Range(1, Chats).Select(chat => LoadAsync(second, bot, chat))).ToList();

        foreach (var (bot, chat, loaded) in await Task.WhenAll(loads))
        {
            Assert.Equal(new ChatKey(bot.Id, new(chat)), loaded.Key);
            Assert.Equal(Text(bot, chat), Assert.Single(loaded.Unanswered).Text);
            Assert.Equal(1, loaded.Version);
        }
    }

    [Fact]
    public async Task Chats_ReadBesideSomeThatCanNotBeOpened_AreFound()
    {
        await using var store = await PostgresFixture.CreateAsync(("MultiBot:Storage:PostgresConnections", "1"));
        var bots = await FillAsync(store);
        await PostgresHarness.ExecuteAsync(
            store.Database, "UPDATE multibot.conversations SET message_data = decode('63', 'hex') WHERE bot_id = 'bot-3' AND chat_id IN (7, 8) OR bot_id = 'bot-4' AND chat_id = 60");

        await using var second = await store.SecondAsync();
        var loads = bots.SelectMany(bot => Enumerable.Range(1, Chats).Select(chat => (Bot: bot.Id.Value, Chat: chat, Load: LoadAsync(second, bot, chat)))).ToList();

        foreach (var (bot, chat, load) in loads)
        {
            if ((bot, chat) is ("bot-3", 7 or 8) or ("bot-4", 60)) Assert.Contains(bot, (await Assert.ThrowsAsync<InvalidDataException>(() => load)).Message);
            else Assert.Single((await load).Loaded.Unanswered);
        }
    }

    private static async Task<IReadOnlyList<TestBot>> FillAsync(PostgresFixture store)
    {
        var bots = new List<TestBot>();
        for (var number = 0; number < Bots; number++)
        {
            var bot = await TestBot.RegisterAsync(store, $"bot-{number}", sealMessages: number % 2 == 0);
            await bot.ReceiveAsync([.. Enumerable.Range(1, Chats).Select(chat => bot.Message(chat, Text(bot, chat), new ChatId(chat)))]);
            bots.Add(bot);
        }

        return bots;
    }

    private static async Task<(TestBot Bot, int Chat, ChatSnapshot Loaded)> LoadAsync(PostgresFixture store, TestBot bot, int chat) =>
        (bot, chat, await store.Conversations.LoadAsync(new(bot.Id, new(chat)), history: 20, replies: 5, Cancellation));

    private static string Text(TestBot bot, int chat) => $"to {bot.Id} in {chat}";
}
