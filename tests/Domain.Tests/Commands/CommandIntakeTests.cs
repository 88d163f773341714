using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Commands;

public sealed class CommandIntakeTests
{
    private const long Admin = 100;

    [Theory]
    [InlineData("!help")]
    [InlineData(" \u200E！stop")]
    [InlineData("!")]
    [InlineData("!!! wow")]
    public void Text_ThatBeginsWithTheMark_InTheAdminsChat_IsACommand(string text)
    {
        var marked = CommandIntake.Mark(Batch(Message(text) with { Intent = Intent.OptOut }), Admin);

        Assert.Equal(Intent.Command, Assert.IsType<MessageArrived>(marked.Updates[0]).Intent);
    }

    [Fact]
    public void AllElse_StaysAsItIs()
    {
        var batch = Batch(
            Message("wow!"), Message(""), Message("/stop") with { Intent = Intent.OptOut }, Message("!stop") with { Chat = new ChatId(7) },
            Message("!stop") with { Kind = MessageKind.Photo }, Message("!stop") with { Forwarded = true }, Message("!stop") with { Unreadable = "x" },
            new MessageEdited { Chat = new ChatId(Admin), SourceId = 1, Text = "!stop", EditedAt = DateTimeOffset.UnixEpoch });

        Assert.Same(batch, CommandIntake.Mark(batch, Admin));
        Assert.Same(batch, CommandIntake.Mark(batch, null));
    }

    [Fact]
    public void Text_InAGroup_IsNoCommand_WhoeverTheAdminIs()
    {
        var batch = Batch(Message("!stop") with { Chat = new ChatId(-100) });

        Assert.Same(batch, CommandIntake.Mark(batch, -100));
    }

    [Fact]
    public void Commands_AmongOthers_AreMarkedAloneAndInTheirPlaces()
    {
        var marked = CommandIntake.Mark(Batch(Message("hi"), Message("!help"), Message("bye")), Admin);

        Assert.Equal([Intent.None, Intent.Command, Intent.None], marked.Updates.Cast<MessageArrived>().Select(message => message.Intent));
    }

    private static UpdateBatch Batch(params InboundUpdate[] updates) => new() { Cursor = 1, Updates = updates };

    private static MessageArrived Message(string text) => new() { Chat = new ChatId(Admin), SourceId = 1, Text = text, At = DateTimeOffset.UnixEpoch };
}
