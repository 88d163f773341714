using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;

namespace MultiBot.Replies.Tests.Offline;

public sealed class OfflineReplyGeneratorTests
{
    [Theory]
    [InlineData("en", "work", "Thanks for your message! What do you work on these days?")]
    [InlineData("ru-RU", "work", "Спасибо за сообщение! Над чем работаешь в последнее время?")]
    [InlineData("fi", "work", "Thanks for your message! What do you work on these days?")]
    [InlineData("en", "board_games", "Thanks for your message! What comes to your mind about this: board games?")]
    [InlineData("ru", "музыка", "Спасибо за сообщение! А что приходит на ум, когда речь заходит о таком: музыка?")]
    [InlineData("en", "{0} {9}", "Thanks for your message! What comes to your mind about this: {0} {9}?")]
    public async Task Reply_WhenThereIsNoModel_ThanksAndAsksAboutTheTopic(string language, string topic, string expected)
    {
        var persona = new PersonaConfig { Language = language, FocusTopics = [topic] };

        Assert.Equal(new ReplyOutcome.Written(expected, ReplyUsage.None), await ReplyAsync(persona));
        Assert.Equal(new ReplyOutcome.Written(expected, ReplyUsage.None), await ReplyAsync(persona));
    }

    [Fact]
    public async Task Question_WhenItWasAskedBefore_GivesWayToTheNextTopic()
    {
        var asked = Some.Said(Author.Persona, "Hi! What do you like to do in your free time?");

        var reply = Assert.IsType<ReplyOutcome.Written>(await ReplyAsync(new PersonaConfig(), asked));

        Assert.Equal("Thanks for your message! What do you work on these days?", reply.Text);
    }

    [Fact]
    public async Task Question_WhenAllWereAsked_StartsOver()
    {
        var persona = new PersonaConfig { FocusTopics = ["work"] };

        var reply = await ReplyAsync(persona, Some.Said(Author.Persona, "What do you work on these days?"));

        Assert.Equal(await ReplyAsync(persona), reply);
    }

    [Fact]
    public async Task Reply_WhenThePersonaBringsOne_IsThat() =>
        Assert.Equal(new ReplyOutcome.Written("Be right back.", ReplyUsage.None), await ReplyAsync(new PersonaConfig { OfflineReply = "Be right back." }));

    [Theory]
    [InlineData(MessageKind.Photo, "Thanks for the photo!")]
    [InlineData(MessageKind.Voice, "Thanks for the recording!")]
    [InlineData(MessageKind.Sticker, "Thanks for your message!")]
    public async Task Thanks_FollowWhatWasSent(MessageKind kind, string thanks)
    {
        await using var host = new RepliesHost();
        var bot = Some.Bot(key: null);
        var request = Some.Request(bot) with { Unanswered = [Some.Message("", kind)] };

        var one = Assert.IsType<ReplyOutcome.Written>(await host.Factory.For(bot).GenerateAsync(request, TestContext.Current.CancellationToken));
        var many = Assert.IsType<ReplyOutcome.Written>(await host.Factory.For(bot).GenerateAsync(request with { Unanswered = [Some.Message("Hi"), Some.Message("", kind, 2)] }, TestContext.Current.CancellationToken));

        Assert.StartsWith(thanks, one.Text, StringComparison.Ordinal);
        Assert.StartsWith("Thanks for your messages", many.Text, StringComparison.Ordinal);
    }

    private static async Task<ReplyOutcome> ReplyAsync(PersonaConfig persona, params HistoryEntry[] history)
    {
        await using var host = new RepliesHost();
        var bot = Some.Bot(key: null) with { Persona = persona };
        return await host.Factory.For(bot).GenerateAsync(Some.Request(bot, history: history), TestContext.Current.CancellationToken);
    }
}
