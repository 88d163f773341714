using MultiBot.Domain.Bots;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations;

public sealed class DeliveringTests
{
    private static readonly SendOutcome Lost = new SendOutcome.Uncertain { Code = "send.timeout" };

    [Fact]
    public void Lane_WhenATurnHasParts_SendsOneAfterTheOther()
    {
        var chat = Sending("One is here. Two is here.");
        Assert.Equal("Claim", chat.Ends(new SendOutcome.Sent { SourceId = 1 }).Records().Effects);
        Assert.Equal("Two is here.", chat.Grants().One<ConversationEffect.Send>().Message.Text);
        chat.Ends(new SendOutcome.Sent { SourceId = 2 }).Records();
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Lane_WhenTheRateIsLimited_WaitsBetweenTwoMessages()
    {
        var chat = Sending("One is here. Two is here.", new ConversationRules { MaxTextLength = 14, SendInterval = TimeSpan.FromSeconds(1) });
        Assert.Equal("WakeAt", chat.Ends(new SendOutcome.Sent { SourceId = 1 }).Records().Effects);
        Assert.Equal("Claim", chat.After(1).Effects);
    }

    [Fact]
    public void Reply_WhenTheLaneIsNotFree_IsStoredPending()
    {
        var chat = TestChat.Following(new ConversationRules { SendInterval = TimeSpan.FromSeconds(5) }).Hears(TestChat.Message(1)).Writes("One.")
            .Commits().Ends(new SendOutcome.Sent { SourceId = 1 }).Records();
        Assert.False(chat.Hears(TestChat.Message(2)).Writes("Two.").One<ConversationEffect.Commit>().Slice.Parts.Single().SendNow);
    }

    [Fact]
    public void Reply_WhileTheLastOneIsBeingRecorded_WaitsAndIsClaimedWithItsTurn()
    {
        var (chat, record) = WrittenWhileRecording();
        Assert.Equal("", chat.Effects);
        var sent = new OutcomeRecorded { Row = chat.Mind.Open[0] with { State = OutboxState.Sent } };
        Assert.True(IsSentAtOnce(chat.Do(new ConversationOperation.OutcomeAnswered(record, new SliceAnswer<OutcomeRecorded>.Accepted(sent)))));
    }

    [Fact]
    public void Reply_WhenTheRecordOfTheLastOneFails_WaitsNoLonger()
    {
        var (chat, record) = WrittenWhileRecording();
        Assert.False(IsSentAtOnce(chat.Do(new ConversationOperation.OutcomeAnswered(record, null))));
    }

    [Fact]
    public void Reply_WhenTheLaneHasItsPace_WaitsForNoRecord() =>
        Assert.False(IsSentAtOnce(WrittenWhileRecording(new ConversationRules { SendInterval = TimeSpan.FromSeconds(1) }).Chat));

    [Fact]
    public void Reply_WhenTheLastOneIsToBeSentAgain_WaitsForNoRecord() =>
        Assert.False(IsSentAtOnce(WrittenWhileRecording(outcome: new SendOutcome.SessionLost { Code = "gone" }).Chat));

    [Fact]
    public void RateLimit_WhenTelegramSaysUntilWhen_WaitsThatLong()
    {
        var chat = Sending().Ends(new SendOutcome.RateLimited { NotBefore = TestChat.Start.AddSeconds(30), Code = "flood" });
        Assert.Equal((OutboxState.Pending, TestChat.Start.AddSeconds(30), false), StateOf(chat));
        Assert.Equal("WakeAt", chat.Records().Effects);
        Assert.Equal("Claim", chat.After(30).Effects);
    }

    [Fact]
    public void RateLimit_WhenItsTimeIsPast_PausesAllTheSame()
    {
        var chat = Sending().Ends(new SendOutcome.RateLimited { NotBefore = TestChat.Start, Code = "flood" });
        Assert.Equal(TestChat.Start.AddSeconds(1), chat.Records().One<ConversationEffect.WakeAt>().At);
    }

    [Fact]
    public void Session_WhenLost_TriesAgainLater()
    {
        var chat = Sending().Ends(new SendOutcome.SessionLost { Code = "gone" });
        Assert.Equal((OutboxState.Pending, null, false), StateOf(chat));
        Assert.Equal("WakeAt", chat.Records().Effects);
        Assert.Equal("Claim", chat.After(5).Effects);
    }

    /// <summary>The next one's clock may be minutes behind ours.</summary>
    [Fact]
    public void Pause_OfSeconds_IsNotLeftToWhoeverHasTheChatNext()
    {
        var chat = Sending().Ends(new SendOutcome.RateLimited { NotBefore = TestChat.Start.AddSeconds(10), Code = "moving" });
        Assert.Equal((OutboxState.Pending, null, false), StateOf(chat));
        Assert.Equal(TestChat.Start.AddSeconds(10), chat.Records().One<ConversationEffect.WakeAt>().At);
    }

    /// <summary>Once an operator has the row cancelled, what he writes himself need not wait for it.</summary>
    [Fact]
    public void Pause_OfMinutes_IsTheRowsOwnAndEndsWithIt()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(0, TestChat.Row(5, OutboxState.Pending))).Grants()
            .Ends(new SendOutcome.RateLimited { NotBefore = TestChat.Start.AddMinutes(5), Code = "flood" });
        Assert.Equal((OutboxState.Pending, TestChat.Start.AddMinutes(5), false), StateOf(chat));
        chat.Do(new ConversationOperation.OutcomeAnswered(chat.One<ConversationEffect.Record>().Ticket, new SliceAnswer<OutcomeRecorded>.Conflict()));
        Assert.Equal("Claim", chat.Load(TestChat.Snapshot(1, TestChat.Row(6, OutboxState.Pending))).Effects);
    }

    [Fact]
    public void Rejection_WhenThePersonBlockedTheBot_StopsTheChatAndReadsIt()
    {
        var chat = Sending().Ends(new SendOutcome.Rejected { Code = "blocked", Blocked = true });
        Assert.True(chat.One<ConversationEffect.Record>().Slice.Blocks);
        Assert.Equal("Load", chat.Records().Effects);
    }

    [Fact]
    public void UncertainSend_WhenThePolicyIsResend_IsRepeatedMarkedAndEndsUncertain()
    {
        var chat = Sending().Ends(Lost);
        Assert.Equal((OutboxState.Pending, null, true), StateOf(chat));
        Assert.Equal("WakeAt", chat.Records().Effects);
        chat.After(2).Grants().Ends(new SendOutcome.Sent { SourceId = 1 });
        Assert.Equal(OutboxState.Uncertain, chat.One<ConversationEffect.Record>().Slice.State);
    }

    [Fact]
    public void UncertainSend_WhenItStaysSo_IsGivenUp()
    {
        var chat = Sending().Ends(Lost).Records().After(2).Grants().Ends(Lost);
        Assert.Equal((OutboxState.Pending, null, true), StateOf(chat));
        Assert.Equal(OutboxState.Uncertain, StateOf(chat.Records().After(4).Grants().Ends(Lost)).State);
    }

    [Fact]
    public void UncertainSend_WhenRateLimitsCameBefore_IsStillRepeated()
    {
        var chat = Sending();
        for (var i = 0; i < 3; i++)
            chat.Ends(new SendOutcome.RateLimited { NotBefore = chat.Now.AddSeconds(1), Code = "flood" }).Records().After(1).Grants();
        Assert.Equal(OutboxState.Pending, StateOf(chat.Ends(Lost)).State);
    }

    [Fact]
    public void UncertainSend_WhenThePolicyIsDrop_IsLeft() => Assert.Equal(
        (OutboxState.Uncertain, null, true),
        StateOf(Sending(rules: new ConversationRules { UncertainSends = UncertainPolicy.Drop }).Ends(Lost)));

    [Fact]
    public void UncertainSend_WhenTelegramDropsCopies_IsRepeatedUntilItIsSent()
    {
        var chat = Sending(rules: new ConversationRules { IdempotentSends = true, UncertainSends = UncertainPolicy.Drop });
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(OutboxState.Pending, StateOf(chat.Ends(Lost)).State);
            chat.Records().After(300).Grants();
        }

        Assert.Equal(OutboxState.Sent, StateOf(chat.Ends(new SendOutcome.Sent { SourceId = 1 })).State);
    }

    [Fact]
    public void SendingRow_WhenItIsOfAnOlderEpoch_IsSettledAndSentAgain()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(1, TestChat.Row(5, OutboxState.Sending, epoch: 0, attempt: 1)));
        var slice = chat.One<ConversationEffect.Record>().Slice;
        Assert.Equal((1, 0L, OutboxState.Pending, null, true), (slice.Attempt, slice.ClaimEpoch, slice.State, slice.NotBefore, slice.Uncertain));
        Assert.Equal(2, chat.Records().One<ConversationEffect.Claim>().Slice.Attempt);
    }

    [Fact]
    public void SendingRow_WhenAnotherActivationIsAtIt_IsLeftAloneForAWhile()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(1, TestChat.Row(5, OutboxState.Sending, attempt: 1)));
        Assert.Equal(TestChat.Start.AddMinutes(2), chat.One<ConversationEffect.WakeAt>().At);
        Assert.Equal("Record", chat.After(120).Effects);
    }

    [Fact]
    public void Row_WhenTheBotDoesNotRun_IsNotTouched() => Assert.Equal(
        "",
        TestChat.Following(new ConversationRules { Running = false }, TestChat.Snapshot(1, TestChat.Row(5, OutboxState.Pending))).Effects);

    [Fact]
    public void Claim_WhenItsResultIsUnknown_IsRepeatedAsItWas()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(1, TestChat.Row(5, OutboxState.Pending)));
        var claim = chat.One<ConversationEffect.Claim>();
        Assert.Equal("WakeAt", chat.Do(new ConversationOperation.ClaimAnswered(claim.Ticket, null)).Effects);
        Assert.Equal(claim, chat.After(1).One<ConversationEffect.Claim>());
    }

    [Fact]
    public void Claim_WhenRefused_ReadsTheChat()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(1, TestChat.Row(5, OutboxState.Pending)));
        var answer = new ClaimAnswer { Row = TestChat.Row(5, OutboxState.Cancelled), Refused = "chat.mode" };
        Assert.Equal("Load", chat.Do(new ConversationOperation.ClaimAnswered(chat.One<ConversationEffect.Claim>().Ticket, new SliceAnswer<ClaimAnswer>.Accepted(answer))).Effects);
    }

    [Fact]
    public void Claim_WhenTheRowIsGone_ReadsTheChat()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(1, TestChat.Row(5, OutboxState.Pending)));
        Assert.Equal("Load", chat.Do(new ConversationOperation.ClaimAnswered(chat.One<ConversationEffect.Claim>().Ticket, new SliceAnswer<ClaimAnswer>.Conflict())).Effects);
    }

    [Fact]
    public void Outcome_WhenItsResultIsUnknown_IsRepeatedAsItWas()
    {
        var chat = Sending().Ends(new SendOutcome.Sent { SourceId = 1 });
        var record = chat.One<ConversationEffect.Record>();
        chat.Do(new ConversationOperation.OutcomeAnswered(record.Ticket, null));
        Assert.Equal(record with { Reply = null }, chat.After(1).One<ConversationEffect.Record>());
    }

    [Fact]
    public void Outcome_WhenTheRowIsGone_ReadsTheChat()
    {
        var chat = Sending().Ends(new SendOutcome.Sent { SourceId = 1 });
        Assert.Equal("Load", chat.Do(new ConversationOperation.OutcomeAnswered(chat.One<ConversationEffect.Record>().Ticket, new SliceAnswer<OutcomeRecorded>.Conflict())).Effects);
    }

    [Fact]
    public void Answers_WhenNobodyWaitsForThem_ChangeNothing()
    {
        var chat = TestChat.Following();
        Assert.Equal("", chat.Do(new ConversationOperation.ClaimAnswered(99, null)).Effects);
        Assert.Equal("", chat.Do(new ConversationOperation.OutcomeAnswered(99, null)).Effects);
        Assert.Equal("", chat.Do(new ConversationOperation.SendFinished(99, Lost)).Effects);
        Assert.Equal("", chat.Do(new ConversationOperation.TurnAnswered(99, null)).Effects);
        Assert.Equal("", chat.Do(new ConversationOperation.LoadFailed(99)).Effects);
        Assert.Equal("", chat.Do(new ConversationOperation.Loaded(99, TestChat.Snapshot())).Effects);
    }

    private static TestChat Sending(string text = "Hello.", ConversationRules? rules = null) =>
        TestChat.Following(rules ?? new ConversationRules { MaxTextLength = 14 }).Hears(TestChat.Message(1)).Writes(text).Commits();

    /// <summary>A second reply is there while the record of the first is with the store.</summary>
    private static (TestChat Chat, long Record) WrittenWhileRecording(ConversationRules? rules = null, SendOutcome? outcome = null)
    {
        var chat = Sending(rules: rules).Ends(outcome ?? new SendOutcome.Sent { SourceId = 1 });
        var record = chat.One<ConversationEffect.Record>().Ticket;
        return (chat.Hears(TestChat.Message(2)).Writes("Two."), record);
    }

    private static bool IsSentAtOnce(TestChat chat) => chat.One<ConversationEffect.Commit>().Slice.Parts.Single().SendNow;

    private static (OutboxState State, DateTimeOffset? NotBefore, bool Uncertain) StateOf(TestChat chat)
    {
        var slice = chat.One<ConversationEffect.Record>().Slice;
        return (slice.State, slice.NotBefore, slice.Uncertain);
    }
}
