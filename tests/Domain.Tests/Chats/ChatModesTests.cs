using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Chats;

public sealed class ChatModesTests
{
    /// <summary>Rows: the mode before. Columns: take over, hand back, pause, resume, opt out, opt in, block, unblock, owner wrote, expire. «-»: refused.</summary>
    [Theory]
    [InlineData("Persona", "Human Persona Paused Persona OptedOut Persona Blocked Persona Human -")]
    [InlineData("Human", "Human Persona - - OptedOut Human Blocked Human Human Persona")]
    [InlineData("Paused", "Human - Paused Persona OptedOut Paused Blocked Paused Paused -")]
    [InlineData("OptedOut", "- - - - OptedOut Persona OptedOut OptedOut OptedOut -")]
    [InlineData("Blocked", "- - - - OptedOut Blocked Blocked Persona Blocked -")]
    public void Mode_WhenCommanded_FollowsTheTable(string before, string after)
    {
        var modes = Enum.GetValues<ModeCommand>().Select(command => ChatModes.Apply(Enum.Parse<ChatMode>(before), command)?.ToString() ?? "-");
        Assert.Equal(after, string.Join(' ', modes));
    }

    [Theory]
    [InlineData("Persona", true, true)]
    [InlineData("Human", false, true)]
    [InlineData("Paused", false, true)]
    [InlineData("OptedOut", false, false)]
    [InlineData("Blocked", false, false)]
    public void MaySend_ForEachAuthor_FollowsTheMode(string mode, bool persona, bool @operator)
    {
        Assert.Equal(persona, ChatModes.MaySend(Enum.Parse<ChatMode>(mode), Author.Persona));
        Assert.Equal(@operator, ChatModes.MaySend(Enum.Parse<ChatMode>(mode), Author.Operator));
    }

    /// <summary>Who has opted out hears that it was understood, and nothing else.</summary>
    [Fact]
    public void MaySend_AFarewell_OnlyToWhoHasOptedOut() => Assert.Equal(
        [ChatMode.OptedOut], Enum.GetValues<ChatMode>().Where(mode => ChatModes.MaySend(mode, Author.Farewell)));

    [Fact]
    public void ForgetsUnanswered_OfEachCommand_HoldsWhereOldMessagesMustStayUnanswered() => Assert.Equal(
        [ModeCommand.HandBack, ModeCommand.OptOut, ModeCommand.Block, ModeCommand.Expire],
        Enum.GetValues<ModeCommand>().Where(ChatModes.ForgetsUnanswered));

    [Fact]
    public void ChatKey_WhenTakenApart_GivesBotAndChat()
    {
        var (bot, chat) = new ChatKey(BotId.Parse("anna"), new ChatId(-100));
        Assert.Equal((BotId.Parse("anna"), new ChatId(-100)), (bot, chat));
        Assert.Equal("anna/-100", new ChatKey(bot, chat).ToString());
    }
}
