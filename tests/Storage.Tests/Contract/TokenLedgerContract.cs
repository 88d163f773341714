using System.Text.Json;
using MultiBot.Domain.Budgets;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Events;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class TokenLedgerContract : StoreContract
{
    private static readonly DateOnly Today = new(2026, 11, 1);

    [Fact]
    public async Task Tokens_AreTakenUntilTheDayHasNone_AndThatIsToldOnce()
    {
        var bot = await BotAsync();
        Assert.Equal(60, await TakeAsync(bot, 60));
        Assert.Equal(40, await TakeAsync(bot, 60));
        Assert.Equal(0, await TakeAsync(bot, 1));
        var told = Assert.Single(await bot.EventsAsync(EventTypes.BudgetSpent));
        var data = JsonDocument.Parse(told.Data).RootElement;
        Assert.Equal(("2026-11-01", 100L), (data.GetProperty("day").GetString(), data.GetProperty("tokens").GetInt64()));

        Assert.Equal(1, await TakeAsync(bot, 1, Today.AddDays(1)));
        Assert.Equal(30, await TakeAsync(bot, 30, most: 130));
    }

    [Fact]
    public async Task Tokens_ThatAreGivenBack_CanBeTakenAgain()
    {
        var bot = await BotAsync();
        await TakeAsync(bot, 100);
        await Store.Ledger.GiveBackAsync(bot.Id, Today, 30, Cancellation);
        Assert.Equal(30, await TakeAsync(bot, 60));

        await Store.Ledger.GiveBackAsync(bot.Id, Today, 1000, Cancellation);
        Assert.Equal(100, await TakeAsync(bot, 1000));
    }

    [Fact]
    public async Task Wish_ThatFindsWhatItNeeds_IsNotTheEndOfTheDay()
    {
        var bot = await BotAsync();
        Assert.Equal(100, await Store.Ledger.TakeAsync(bot.Id, Today, new TokenWish(5, 500, 100), Cancellation));
        Assert.Empty(await bot.EventsAsync(EventTypes.BudgetSpent));
    }

    [Fact]
    public async Task Bots_HaveEachTheirOwnDay_AndWhoeverAsksAtOnceGetsNoMoreThanThereIs()
    {
        var (anna, bert) = (await BotAsync("anna"), await BotAsync("bert"));
        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => TakeAsync(number % 2 == 0 ? anna : bert, 7)));
        Assert.Equal(200, taken.Sum());
        Assert.Single(await anna.EventsAsync(EventTypes.BudgetSpent));
    }

    [Fact]
    public async Task Person_HasSpentWhatTheAnswersTook()
    {
        var bot = await BotAsync();
        var before = Store.Clock.GetUtcNow();
        await AnswerAsync(bot, 1, new DecisionInputs { InputTokens = 7, OutputTokens = 2 });
        await AnswerAsync(bot, 2, new DecisionInputs { InputTokens = 5 });
        Store.Clock.Advance(TimeSpan.FromHours(1));
        await AnswerAsync(bot, 3, DecisionInputs.None);
        await AnswerAsync(bot, 4, new DecisionInputs { OutputTokens = 100 });

        var key = new ChatKey(bot.Id, TestBot.Chat);
        Assert.Equal(114, await Store.Ledger.SpentAsync(key, before, Cancellation));
        Assert.Equal(100, await Store.Ledger.SpentAsync(key, Store.Clock.GetUtcNow(), Cancellation));
        Assert.Equal(0, await Store.Ledger.SpentAsync(new ChatKey(bot.Id, new ChatId(8)), before, Cancellation));
    }

    private static async Task AnswerAsync(TestBot bot, long source, DecisionInputs inputs)
    {
        await bot.HearAsync(source);
        await bot.AcceptedAsync(await bot.ReplyAsync() with { Decision = new Decision { Kind = DecisionKind.Answered, Reason = "reply.written", Inputs = inputs } });
    }

    private Task<long> TakeAsync(TestBot bot, long tokens, DateOnly? day = null, long most = 100) =>
        Store.Ledger.TakeAsync(bot.Id, day ?? Today, new TokenWish(tokens, tokens, most), Cancellation);
}
