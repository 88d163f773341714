using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations;

public sealed class SuspendingTests
{
    [Fact]
    public void Suspend_WhileAReplyIsBeingWritten_DropsItAndRests()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1));
        Assert.False(chat.Mind.AtRest);

        chat.Do(new ConversationOperation.Suspend());

        Assert.True(chat.Has<ConversationEffect.CancelDraft>());
        Assert.True(chat.Mind.AtRest);
        Assert.False(chat.Mind.Finished);
        Assert.Equal("", chat.Hears(TestChat.Message(2)).Effects);
    }

    [Fact]
    public void Suspend_WhileATurnIsBeingCommitted_RestsOnceItIsSentAndRecorded()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1)).Writes("One.");
        var commit = chat.One<ConversationEffect.Commit>();
        Assert.Equal("", chat.Do(new ConversationOperation.Suspend()).Effects);

        chat.Do(new ConversationOperation.TurnAnswered(commit.Ticket, Answer: null));
        Assert.False(chat.Mind.AtRest);
        Assert.False(chat.After(1).Commits().Mind.AtRest);
        Assert.False(chat.Ends(new SendOutcome.RateLimited { NotBefore = chat.Now.AddMilliseconds(50), Code = "lease.moving" }).Mind.AtRest);

        Assert.True(chat.Records().Mind.AtRest);
        Assert.Equal("", chat.After(1).Effects);
    }

    [Fact]
    public void Suspend_WhenMorePartsWait_ClaimsNoneOfThem()
    {
        var chat = TestChat.Following(new ConversationRules { MaxTextLength = 14 }).Hears(TestChat.Message(1)).Writes("One is here. Two is here.").Commits();
        var send = chat.One<ConversationEffect.Send>();
        chat.Do(new ConversationOperation.Suspend());

        chat.Do(new ConversationOperation.SendFinished(send.Ticket, new SendOutcome.Sent { SourceId = 1 })).Records();

        Assert.False(chat.Has<ConversationEffect.Claim>());
        Assert.True(chat.Mind.AtRest);
    }
}
