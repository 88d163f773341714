using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.Enums;

namespace MultiBot.Sandbox.Tests.BotApi;

public sealed class EditTests(SandboxHost host)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PersonEdit_WhenTheMessageIsTheirs_ArrivesWithItsTime()
    {
        var bot = host.NewBot();
        var id = await bot.Hear("helo");
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, text = "hello", editOf = id });

        var update = (await bot.Poll())[1];

        Assert.Equal((UpdateType.EditedMessage, id, "hello"), (update.Type, update.EditedMessage!.Id, update.EditedMessage.Text));
        Assert.NotNull(update.EditedMessage.EditDate);
        Assert.Equal("hello", Assert.Single(await bot.Seen()).GetProperty("text").GetString());
    }

    [Fact]
    public async Task EditMessageText_WhenTheMessageIsTheBots_ChangesWhatThePersonSees()
    {
        var bot = host.NewBot();
        var question = await bot.Hear("hi");
        var sent = await bot.Say("draft");

        await bot.Client.EditMessageText(TestBot.Ann, sent.Id, "final", cancellationToken: Cancelled);

        Assert.Equal("final", (await bot.Seen())[1].GetProperty("text").GetString());
        await AssertRefused("Bad Request: message to edit not found", () => bot.Client.EditMessageText(TestBot.Ann, sent.Id + 5, "x", cancellationToken: Cancelled));
        await AssertRefused("Bad Request: message can't be edited", () => bot.Client.EditMessageText(TestBot.Ann, question, "x", cancellationToken: Cancelled));
        var same = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Client.EditMessageText(TestBot.Ann, sent.Id, "final", cancellationToken: Cancelled));
        Assert.StartsWith("Bad Request: message is not modified", same.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeleteMessage_WhenItExists_TakesItFromThePersonsView()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        var sent = await bot.Say("oops");

        await bot.Client.DeleteMessage(TestBot.Ann, sent.Id, Cancelled);

        Assert.True((await bot.Seen())[1].GetProperty("deleted").GetBoolean());
        await AssertRefused("Bad Request: message to delete not found", () => bot.Client.DeleteMessage(TestBot.Ann, sent.Id, Cancelled));
        var other = await bot.Say("oops again");
        await bot.Client.DeleteMessages(TestBot.Ann, [sent.Id, other.Id], Cancelled);
        Assert.True((await bot.Seen())[2].GetProperty("deleted").GetBoolean());
    }

    private static async Task AssertRefused(string description, Func<Task> call) =>
        Assert.Equal(description, (await Assert.ThrowsAsync<ApiRequestException>(call)).Message);
}
