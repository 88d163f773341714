using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations;

public sealed class AnalyzingTests
{
    private static readonly ConversationRules EveryFour = new() { AnalyzeEvery = 4 };

    [Fact]
    public void Chat_WhenEnoughWasSaid_IsLookedThroughAfterTheAnswerHasLeft()
    {
        var chat = TestChat.Following(EveryFour, Chat(messages: 2)).Hears(TestChat.Message(1)).Writes("Hello.").Commits();
        Assert.False(chat.Ends(new SendOutcome.Sent { SourceId = 5 }).Has<ConversationEffect.Analyze>());

        var analyze = chat.Records().One<ConversationEffect.Analyze>();

        Assert.Equal((4L, StoredMemory.None), (analyze.Messages, analyze.Basis));
        Assert.True(chat.Mind.Finished);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    public void Chat_WhenTooLittleWasSaid_IsLeftAlone(int? every)
    {
        var chat = TestChat.Following(new ConversationRules { AnalyzeEvery = every }, Chat(messages: 2));
        Assert.False(Answer(chat, 1).Has<ConversationEffect.Analyze>());
    }

    [Theory]
    [InlineData(ChatMode.Human, true)]
    [InlineData(ChatMode.Paused, true)]
    [InlineData(ChatMode.OptedOut, false)]
    [InlineData(ChatMode.Blocked, false)]
    public void Person_WhoWantsToBeLeftAlone_Is(ChatMode mode, bool isAnalyzed) =>
        Assert.Equal(isAnalyzed, TestChat.Following(EveryFour, Chat(messages: 9) with { Mode = mode }).Has<ConversationEffect.Analyze>());

    [Fact]
    public void Message_ThatArrivesDuringTheAnalysis_IsAnsweredAtOnceAndNotAnalyzedTwice()
    {
        var chat = TestChat.Following(EveryFour, Chat(messages: 4));
        var first = chat.One<ConversationEffect.Analyze>();

        Assert.False(Answer(chat, 1).Has<ConversationEffect.Analyze>());

        var known = new StoredMemory(new ContactMemory { Summary = "s" }, 1, first.Messages);
        Assert.Equal("", chat.Do(new ConversationOperation.Analyzed(first.Ticket, known)).Effects);
        Assert.Same(known, chat.Mind.Memory);
        Assert.Equal(known, Answer(chat, 2).One<ConversationEffect.Analyze>().Basis);
    }

    [Fact]
    public void Analysis_ThatFailed_IsRepeatedAfterAPauseAndPutOffInTheEnd()
    {
        var chat = TestChat.Following(EveryFour, Chat(messages: 4));
        for (var failure = 1; failure < EveryFour.MaxAttempts; failure++)
        {
            Assert.Equal("", chat.Do(new ConversationOperation.AnalysisFailed(chat.One<ConversationEffect.Analyze>().Ticket)).Effects);
            Assert.False(chat.After(1).Has<ConversationEffect.Analyze>());
            chat.After(300);
        }

        chat.Do(new ConversationOperation.AnalysisFailed(chat.One<ConversationEffect.Analyze>().Ticket));

        Assert.False(chat.After(3000).Has<ConversationEffect.Analyze>());
        Assert.False(Answer(chat, 1).Has<ConversationEffect.Analyze>());
        Assert.True(Answer(chat, 2).Has<ConversationEffect.Analyze>());
    }

    [Fact]
    public void Memory_ThatSomebodyElseChanged_IsReadAnew()
    {
        var chat = TestChat.Following(EveryFour, Chat(messages: 4));
        Assert.Equal("Load", chat.Do(new ConversationOperation.AnalysisFailed(chat.One<ConversationEffect.Analyze>().Ticket, Superseded: true)).Effects);

        var theirs = new StoredMemory(new ContactMemory { Summary = "theirs" }, 3, 2);
        chat.Load(Chat(messages: 4) with { Memory = theirs });

        Assert.Same(theirs, chat.Mind.Memory);
        Assert.False(chat.Has<ConversationEffect.Analyze>());
    }

    [Fact]
    public void Result_OfAnEarlierLife_ChangesNothing()
    {
        var chat = TestChat.Following(EveryFour, Chat(messages: 4));
        var stale = chat.One<ConversationEffect.Analyze>().Ticket;
        chat.Do(new ConversationOperation.Wake(2, null, null)).Load(Chat(messages: 4));
        Assert.NotEqual(stale, chat.One<ConversationEffect.Analyze>().Ticket);

        chat.Do(new ConversationOperation.Analyzed(stale, new StoredMemory(ContactMemory.Empty, 1, 4)));

        Assert.Equal(StoredMemory.None, chat.Mind.Memory);
        Assert.NotNull(chat.Mind.Analysis);
    }

    private static ChatSnapshot Chat(long messages) => TestChat.Snapshot() with { MessageCount = messages };

    /// <summary>A message comes and its answer leaves.</summary>
    private static TestChat Answer(TestChat chat, long id) =>
        chat.Hears(TestChat.Message(id, chat.Now)).Writes("Hello.").Commits().Ends(new SendOutcome.Sent { SourceId = id }).Records();
}
