using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations;

public sealed class AnsweringTests
{
    [Fact]
    public void Message_ForWhichNoTokensAreLeft_IsIgnoredAtOnceAndThatIsADecision()
    {
        var chat = TestChat.Following(new ConversationRules { OfflineReply = "Back soon!" }).Hears(TestChat.Message(1));
        chat.Do(new ConversationOperation.DraftFailed(chat.One<ConversationEffect.Generate>().Ticket, ReplyCodes.BudgetSpent, Transient: false, RetryAfter: null));

        var slice = chat.One<ConversationEffect.Commit>().Slice;

        Assert.Equal([new InboxMark(1, InboxState.Ignored)], slice.Marks);
        Assert.Equal((DecisionKind.Silent, "llm.budget_spent", 1L), (slice.Decision!.Kind, slice.Decision.Reason, slice.Decision.Inputs.MessageId));
    }

    private static readonly ConversationRules Debounced = new() { Debounce = TimeSpan.FromSeconds(4) };

    [Fact]
    public void Message_WhenNothingDelaysIt_IsAnsweredAtOnce()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1));
        Assert.Equal("MarkRead Generate", chat.Effects);
        Assert.Equal("Commit", chat.Writes("Hello.").Effects);
        Assert.Equal("Send", chat.Commits().Effects);
        Assert.Equal("Record", chat.Ends(new SendOutcome.Sent { SourceId = 5 }).Effects);
        Assert.Equal(OutboxState.Sent, chat.One<ConversationEffect.Record>().Slice.State);
        Assert.Equal("", chat.Records().Effects);
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Turn_WhenCommitted_CarriesBasisWatermarkAndEpoch()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(3) with { Turn = 2 }).Hears(TestChat.Message(9)).Writes("Hello.");
        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal((new TurnBasis(4, 2), 9L, 1L), (slice.Basis, slice.AnsweredUpTo, slice.Epoch));
        Assert.Equal(TestChat.Start + TimeSpan.FromHours(1), slice.ExpiresAt);
    }

    [Fact]
    public void Debounce_WhenASeriesIsWritten_WaitsAndAnswersItTogether()
    {
        var chat = TestChat.Following(Debounced).Hears(TestChat.Message(1));
        Assert.Equal(TestChat.Start + TimeSpan.FromSeconds(4), chat.One<ConversationEffect.WakeAt>().At);
        chat.After(3).Hears(TestChat.Message(2, chat.Now));
        Assert.False(chat.After(3).Has<ConversationEffect.Generate>());
        Assert.Equal([1L, 2L], chat.After(1).One<ConversationEffect.Generate>().Unanswered.Select(message => message.Id));
    }

    [Fact]
    public void Debounce_WhenTheWriterNeverStops_EndsAtTheCap()
    {
        var chat = TestChat.Following(Debounced).Hears(TestChat.Message(1));
        for (var id = 2; id <= 6; id++)
            chat.After(3.9).Hears(TestChat.Message(id, chat.Now));
        Assert.Equal(TestChat.Start + TimeSpan.FromSeconds(20), chat.Mind.WakeAt);
        Assert.True(chat.After(0.5).Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Debounce_WhenTheChatIsReadAfterASilence_IsNotWaitedFor()
    {
        var chat = new TestChat { Now = TestChat.Start.AddMinutes(1) };
        chat.Do(new ConversationOperation.Wake(1, Debounced, null)).Load(TestChat.Snapshot(1) with { Unanswered = [TestChat.Message(1)] });
        Assert.True(chat.Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Draft_WhenANewerMessageArrives_IsDroppedAndBegunAnewWithAll()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1));
        var stale = chat.One<ConversationEffect.Generate>().Ticket;
        chat.Hears(TestChat.Message(2));
        Assert.Equal(stale, chat.One<ConversationEffect.CancelDraft>().Ticket);
        Assert.Equal(2, chat.One<ConversationEffect.Generate>().Unanswered.Count);
        Assert.Equal("", chat.Do(new ConversationOperation.DraftWritten(stale, "late")).Effects);
        Assert.Equal("", chat.Do(new ConversationOperation.DraftFailed(stale, "late", false, null)).Effects);
    }

    [Fact]
    public void Draft_WhenNewerMessagesNeverCease_IsKeptAndTheyAreAnsweredNext()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1));
        for (var id = 2; id <= 3; id++)
        {
            chat.After(14).Hears(TestChat.Message(id, chat.Now));
            Assert.Equal("CancelDraft MarkRead Generate", chat.Effects);
        }

        var ticket = chat.One<ConversationEffect.Generate>().Ticket;
        Assert.Equal("", chat.After(2).Hears(TestChat.Message(4, chat.Now)).Effects);

        var slice = chat.Do(new ConversationOperation.DraftWritten(ticket, "Hi.")).One<ConversationEffect.Commit>().Slice;
        Assert.Equal((3L, new TurnBasis(4, 0)), (slice.AnsweredUpTo, slice.Basis));
        Assert.Equal([4L], chat.Commits().One<ConversationEffect.Generate>().Unanswered.Select(message => message.Id));
        // The patience begins anew.
        Assert.Equal("CancelDraft MarkRead Generate", chat.Hears(TestChat.Message(5, chat.Now)).Effects);
    }

    [Fact]
    public void Draft_WhenItIsTheFirstToBeOvertaken_IsWrittenAnewHoweverOldItIs()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1)).After(40).Hears(TestChat.Message(2));
        Assert.Equal("CancelDraft MarkRead Generate", chat.Effects);
    }

    [Fact]
    public void Draft_WhenTheOneBeforeWasOvertakenLongAgo_IsTheFirstOfANewSeries()
    {
        var failed = new ConversationRules { RetryPause = TimeSpan.FromMinutes(2) };
        var chat = TestChat.Following(failed).Hears(TestChat.Message(1)).Hears(TestChat.Message(2));
        chat.Do(new ConversationOperation.DraftFailed(chat.One<ConversationEffect.Generate>().Ticket, "llm.unavailable", Transient: true, RetryAfter: null));
        Assert.True(chat.After(120).Has<ConversationEffect.Generate>());
        Assert.Equal("CancelDraft MarkRead Generate", chat.Hears(TestChat.Message(3)).Effects);
    }

    [Fact]
    public void Message_ThatAKeptDraftHasNotSeen_WaitsForItsWriterAsAnyOther()
    {
        var chat = TestChat.Following(Debounced with { LongestOvertaking = TimeSpan.FromSeconds(5) }).Hears(TestChat.Message(1)).After(4);
        Assert.Equal("CancelDraft WakeAt", chat.After(1).Hears(TestChat.Message(2, chat.Now)).Effects);
        var ticket = chat.After(4).One<ConversationEffect.Generate>().Ticket;
        Assert.Equal("", chat.Hears(TestChat.Message(3, chat.Now)).Effects);
        Assert.Equal("Send WakeAt", chat.Do(new ConversationOperation.DraftWritten(ticket, "Hi.")).Commits().Effects);
        Assert.True(chat.After(4).Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Typing_WhenTheReplyIsLong_IsShownAndRefreshedUntilItWouldBeTyped()
    {
        var chat = TestChat.Following(new ConversationRules { MinTyping = TimeSpan.FromSeconds(1), MaxTyping = TimeSpan.FromSeconds(8) });
        Assert.Equal("MarkRead ShowTyping Generate WakeAt", chat.Hears(TestChat.Message(1)).Effects);
        Assert.Equal("", chat.Writes(new string('x', 1000)).Effects);
        Assert.Equal("ShowTyping WakeAt", chat.After(4.5).Effects);
        Assert.Equal("Commit", chat.After(3.5).Effects);
    }

    [Fact]
    public void Typing_WhenItsBoundsAreInTheWrongOrder_TakesTheLongest()
    {
        var chat = TestChat.Following(new ConversationRules { MinTyping = TimeSpan.FromSeconds(5), MaxTyping = TimeSpan.FromSeconds(2) }).Hears(TestChat.Message(1)).Writes("Hi.");
        Assert.Equal(TestChat.Start.AddSeconds(2), chat.Mind.Draft!.TypeUntil);
    }

    [Fact]
    public void Disclosure_WhenTheFirstReplyCarriedIt_IsNotSaidAgain()
    {
        var chat = TestChat.Following(new ConversationRules { Disclosure = "An AI answers." }).Hears(TestChat.Message(1)).Writes("Hello.");
        var first = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal("An AI answers.\n\nHello.", first.Parts.Single().Text);
        Assert.True(first.Discloses);
        chat.Commits().Ends(new SendOutcome.Sent { SourceId = 5 }).Records();
        var second = chat.Hears(TestChat.Message(2)).Writes("Yes.").One<ConversationEffect.Commit>().Slice;
        Assert.Equal(("Yes.", false), (second.Parts.Single().Text, second.Discloses));
    }

    [Fact]
    public void Parts_WhenTheReplyIsLong_OnlyTheFirstIsSentAtOnce()
    {
        var chat = TestChat.Following(new ConversationRules { MaxTextLength = 12 }).Hears(TestChat.Message(1)).Writes("One is here. Two is here. Three here.");
        Assert.Equal([true, false, false], chat.One<ConversationEffect.Commit>().Slice.Parts.Select(part => part.SendNow));
    }

    [Fact]
    public void Reply_WhenItHasNoWords_IsAFailureAndNoSilentAnswer()
    {
        var chat = TestChat.Following(new ConversationRules { MaxAttempts = 1, OfflineReply = " " }).Hears(TestChat.Message(1)).Writes("\u200b");
        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal(("llm.empty", new InboxMark(1, InboxState.Parked)), (slice.FailureCode, slice.Marks.Single()));
    }

    [Fact]
    public void Failure_WhenItLooksPassing_IsTriedAgainWithDoubledPauses()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1));
        Fail(chat, transient: true);
        Assert.Equal(TestChat.Start.AddSeconds(2), chat.One<ConversationEffect.WakeAt>().At);
        Fail(chat.After(2), transient: true);
        Assert.Equal(chat.Now.AddSeconds(4), chat.One<ConversationEffect.WakeAt>().At);
        Fail(chat.After(4), transient: true, TimeSpan.FromMinutes(9));
        Assert.Equal(chat.Now.AddMinutes(9), chat.One<ConversationEffect.WakeAt>().At);
        Assert.True(chat.After(540).Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Failure_WhenItGoesOnForLong_PausesNoLongerThanTheLongest()
    {
        var chat = TestChat.Following(new ConversationRules { MaxTransientAttempts = 100, MaxRetryPause = TimeSpan.FromSeconds(30), MaxReplyAge = TimeSpan.FromDays(1) }).Hears(TestChat.Message(1));
        for (var i = 0; i < 60; i++, chat.After(30))
            Fail(chat, transient: true);
        Assert.True(chat.Has<ConversationEffect.Generate>());
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 12)]
    public void Failure_WhenItHappenedTooOften_ParksTheMessages(bool transient, int tries)
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1));
        for (var i = 1; i < tries; i++, chat.After(300))
            Fail(chat, transient);
        var slice = Fail(chat, transient).One<ConversationEffect.Commit>().Slice;
        Assert.Empty(slice.Parts);
        Assert.Equal((new InboxMark(1, InboxState.Parked), "down"), (slice.Marks.Single(), slice.FailureCode));
        Assert.Empty(chat.Commits().Effects);
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Failure_WhenThereIsAnOfflineReply_SaysIt() => Assert.Equal(
        "Back soon.",
        Fail(TestChat.Following(new ConversationRules { OfflineReply = "Back soon." }).Hears(TestChat.Message(1)), transient: true)
            .One<ConversationEffect.Commit>().Slice.Parts.Single().Text);

    [Fact]
    public void Message_WhenItIsTooOld_BecomesOverdueUnasked()
    {
        var chat = new TestChat { Now = TestChat.Start.AddHours(1) };
        chat.Do(new ConversationOperation.Wake(1, new ConversationRules(), null)).Load(TestChat.Snapshot(1) with { Unanswered = [TestChat.Message(1)] });
        Assert.Equal("Commit", chat.Effects);
        Assert.Equal((new InboxMark(1, InboxState.Overdue), "reply.too_old"), (chat.One<ConversationEffect.Commit>().Slice.Marks.Single(), chat.One<ConversationEffect.Commit>().Slice.FailureCode));
    }

    [Fact]
    public void Message_WhenTheModelTookTooLong_BecomesOverdue()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1));
        chat.Now += TimeSpan.FromHours(1);
        Assert.Equal(InboxState.Overdue, chat.Writes("late").One<ConversationEffect.Commit>().Slice.Marks.Single().State);
    }

    [Fact]
    public void Message_WhenAnOperatorPutItBack_IsAnsweredWhateverItsAge()
    {
        var chat = new TestChat { Now = TestChat.Start.AddDays(3) };
        chat.Do(new ConversationOperation.Wake(1, new ConversationRules(), null))
            .Load(TestChat.Snapshot(5) with { AnsweredUpTo = 8, Unanswered = [TestChat.Message(1, requeued: true)] })
            .Writes("At last.");
        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal((null, 8L, new InboxMark(1, InboxState.Answered)), (slice.ExpiresAt, slice.AnsweredUpTo, slice.Marks.Single()));
    }

    [Theory]
    [InlineData("Human")]
    [InlineData("Paused")]
    [InlineData("OptedOut")]
    [InlineData("Blocked")]
    public void Message_WhenThePersonaHasToBeSilent_IsNotAnswered(string mode)
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot() with { Mode = Enum.Parse<ChatMode>(mode) });
        Assert.Equal("", chat.Hears(TestChat.Message(1)).Effects);
        Assert.True(chat.Mind.Finished);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Draft_WhenTheBotStopsOrIsSilenced_IsDroppedAndBegunAgainLater(bool running, bool replies)
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1));
        chat.Do(new ConversationOperation.Wake(1, new ConversationRules { Running = running, Replies = replies }, null));
        Assert.True(chat.Has<ConversationEffect.CancelDraft>());
        Assert.False(chat.Has<ConversationEffect.Generate>());
        chat.Load(TestChat.Snapshot(1) with { Unanswered = [TestChat.Message(1)] });
        chat.Do(new ConversationOperation.Wake(1, new ConversationRules(), null)).Load(TestChat.Snapshot(1) with { Unanswered = [TestChat.Message(1)] });
        Assert.True(chat.Has<ConversationEffect.Generate>());
    }

    private static TestChat Fail(TestChat chat, bool transient, TimeSpan? retryAfter = null) =>
        chat.Do(new ConversationOperation.DraftFailed(chat.One<ConversationEffect.Generate>().Ticket, "down", transient, retryAfter));
}
