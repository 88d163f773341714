using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Notices;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>What is remembered of notices goes with the position; a notice in a chat is one row, which the persona does not see.</summary>
public abstract class NoticeContract : StoreContract
{
    private static readonly NoticeRules Rules = new();

    [Fact]
    public async Task States_AreKeptByPartitionWithThePosition()
    {
        var (anna, bert) = (await BotAsync("anna"), await BotAsync("bert"));
        var told = Trouble(anna.Id).Tell(new ChatId(-100), Store.Clock.GetUtcNow());
        Assert.True(await AdvanceAsync(0, 5, told, Trouble(bert.Id)));
        Assert.False(await AdvanceAsync(0, 6, Trouble(anna.Id)));

        var kept = await KeptAsync(anna.Id);

        Assert.Equal((told.Chat, told.Pending!.Id, told.Pending.Text, told.Pending.At), (kept!.Chat, kept.Pending!.Id, kept.Pending.Text, kept.Pending.At));
        Assert.Equal<NoticeLine>(told.Pending.Collected, kept.Pending.Collected);
        Assert.Equal<string>(told.Told!.Codes, kept.Told!.Codes);
        Assert.Equal<NoticeLine>(Trouble(bert.Id).Collected, (await KeptAsync(bert.Id))!.Collected);
        for (var partition = 0; partition < EventPartitions.Count; partition++)
            Assert.All(await Store.Notices.ReadAsync(partition, Cancellation), one => Assert.Equal(partition, EventPartitions.Of(one.Bot)));
    }

    [Fact]
    public async Task States_AreReplacedAndForgotten()
    {
        var anna = await BotAsync("anna");
        await AdvanceAsync(0, 5, Trouble(anna.Id));
        await AdvanceAsync(5, 6, new BotNotices { Bot = anna.Id, ToldAt = Store.Clock.GetUtcNow() });
        Assert.Empty((await KeptAsync(anna.Id))!.Collected);

        var effects = new SubscriberEffects();
        effects.Remember(anna.Id, null);
        Assert.True(await Store.Subscriptions.AdvanceAsync(Place, 6, 7, effects, Cancellation));

        Assert.Null(await KeptAsync(anna.Id));
    }

    [Fact]
    public async Task State_OfABotThatIsErased_IsGoneAndStaysAway()
    {
        var anna = await BotAsync("anna");
        await AdvanceAsync(0, 5, Trouble(anna.Id));
        Assert.True(await Store.Bots.RemoveAsync(anna.Id, erase: true, Cancellation));
        Assert.Null(await KeptAsync(anna.Id));

        Assert.True(await AdvanceAsync(5, 6, Trouble(anna.Id)));

        Assert.Null(await KeptAsync(anna.Id));
    }

    [Fact]
    public async Task Fleet_IsKeptWithThePosition()
    {
        Assert.Null(await Store.Notices.ReadFleetAsync(Cancellation));
        var fact = Fact(BotId.Parse("anna"));
        var fleet = new FleetNotices().By([NoticeWay.Chat, NoticeWay.Webhook]).Collect(fact, null, fact.At, Rules).Tell(NoticeWay.Webhook, fact.At);
        var effects = new SubscriberEffects();
        effects.Remember(fleet);
        Assert.True(await Store.Subscriptions.AdvanceAsync(Place, 0, 5, effects, Cancellation));
        var other = new SubscriberEffects();
        other.Remember(new FleetNotices());
        Assert.False(await Store.Subscriptions.AdvanceAsync(Place, 0, 6, other, Cancellation));
        Assert.True(await Store.Subscriptions.AdvanceAsync(Place, 5, 6, new SubscriberEffects(), Cancellation));

        var kept = await Store.Notices.ReadFleetAsync(Cancellation);

        var (told, read) = (fleet.Ways[NoticeWay.Webhook].Pending!, kept!.Ways[NoticeWay.Webhook].Pending!);
        Assert.Equal((told.Id, told.Text), (read.Id, read.Text));
        Assert.Equal<KeyValuePair<string, FleetTrouble>>(fleet.Standing, kept.Standing);
        Assert.Equal(FleetBody.Write(told), FleetBody.Write(read));
        Assert.Equal<string>(["anna"], kept.Ways[NoticeWay.Chat].News.Troubled);
    }

    [Fact]
    public async Task Notice_ThatComesAgain_IsTheSameRow_AndTellsWhereItStands()
    {
        var anna = await BotAsync("anna");
        await anna.HearAsync(1);
        var notice = Notice(anna, "trouble");
        var first = (await anna.AcceptedAsync(notice)).Rows.Single();
        await anna.AcceptedAsync(anna.OperatorTurn("something else"));
        var sending = (await anna.AcceptedAsync(anna.Claim(first))).Row;
        await anna.AcceptedAsync(anna.Outcome(sending, OutboxState.Sent));

        var again = (await anna.AcceptedAsync(notice)).Rows.Single();

        Assert.Equal((first.Id, OutboxState.Sent, Author.Notice), (again.Id, again.State, again.By));
        Assert.Single(await MessagesAsync(anna), message => message.Text == "trouble");
    }

    [Fact]
    public async Task Notice_IsTheOperatorsToPeople_AndNothingToThePersona()
    {
        var anna = await BotAsync("anna");
        await anna.AnswerAsync(1, "hello");
        var row = (await anna.AcceptedAsync(Notice(anna, "trouble"))).Rows.Single();
        Assert.Equal(Author.Notice, (await anna.LoadAsync()).Open.Single().By);
        var sending = (await anna.AcceptedAsync(anna.Claim(row))).Row;
        await anna.AcceptedAsync(anna.Outcome(sending, OutboxState.Sent));

        Assert.Equal(["message 1", "hello"], (await anna.LoadAsync()).History.Select(line => line.Text));
        Assert.Equal(Author.Operator, (await MessagesAsync(anna))[^1].By);
    }

    [Fact]
    public async Task Notice_ThatIsTooLate_IsCancelled()
    {
        var anna = await BotAsync("anna");
        await anna.HearAsync(1);
        var notice = Notice(anna, "trouble") with { ExpiresAt = Store.Clock.GetUtcNow().AddMinutes(1) };
        var row = (await anna.AcceptedAsync(notice)).Rows.Single();
        Store.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(StorageCodes.ReplyTooOld, (await anna.AcceptedAsync(anna.Claim(row))).Refused);

        Assert.Equal(OutboxState.Cancelled, (await anna.AcceptedAsync(notice)).Rows.Single().State);
        Assert.Single((await anna.LoadAsync()).Unanswered);
    }

    private static Subscription Place => new("notices", 3);

    private NoticeFact Fact(BotId bot) => new()
    {
        Seq = 4, Bot = bot, Kind = NoticeKind.HealthCheckFailed, At = new DateTimeOffset(2026, 11, 1, 11, 59, 0, TimeSpan.Zero), Code = "telegram.unreachable",
    };

    private BotNotices Trouble(BotId bot)
    {
        var fact = Fact(bot);
        return new BotNotices { Bot = bot }.Collect(fact, fact.At, Rules)!;
    }

    private static TurnSlice Notice(TestBot bot, string text) => bot.OperatorTurn(text) with { By = Author.Notice };

    private async Task<bool> AdvanceAsync(long from, long to, params BotNotices[] states)
    {
        var effects = new SubscriberEffects();
        foreach (var state in states) effects.Remember(state.Bot, state);
        return await Store.Subscriptions.AdvanceAsync(Place, from, to, effects, Cancellation);
    }

    private async Task<BotNotices?> KeptAsync(BotId bot) =>
        (await Store.Notices.ReadAsync(EventPartitions.Of(bot), Cancellation)).SingleOrDefault(one => one.Bot == bot);

    private async Task<IReadOnlyList<MessageItem>> MessagesAsync(TestBot bot) =>
        (await Store.Queries.ListMessagesAsync(new ChatKey(bot.Id, TestBot.Chat), null, 50, newestFirst: false, Cancellation)).Items;
}
