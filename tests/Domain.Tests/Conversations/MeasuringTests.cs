using CsCheck;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations;

/// <summary>How long a reply took, how much of that was ours, and what is stored of it.</summary>
public sealed class MeasuringTests
{
    private static readonly SendOutcome Sent = new SendOutcome.Sent { SourceId = 5 };
    private static readonly ReplyUsage Usage = new("model", 300, 20);

    [Fact]
    public void Trace_OfAMessageThatWasReadBeforeItWasToldOf_IsKept()
    {
        var chat = TestChat.Following(new ConversationRules { Debounce = TimeSpan.FromSeconds(1) }, TestChat.Snapshot(version: 3) with
        {
            Unanswered = [TestChat.Message(1), TestChat.Message(2), TestChat.Message(3)],
        });

        chat.Do(new ConversationOperation.Wake(1, null, new ChatAdvance
        {
            Chat = TestChat.Key.Chat, FromVersion = 1, Version = 3, Messages = [TestChat.Message(2) with { Trace = "b" }, TestChat.Message(3) with { Trace = "c" }],
        }));

        Assert.Equal([null, "b", "c"], chat.Mind.Unanswered.Select(message => message.Trace));
        Assert.Equal(["c"], chat.After(2).One<ConversationEffect.Generate>().Unanswered.TakeLast(1).Select(message => message.Trace));
    }

    [Fact]
    public void Reply_ThatNothingIsWaitedFor_IsAllOverhead()
    {
        var chat = TestChat.Following();
        chat.After(0.1);
        chat.Hears(TestChat.Message(1)).Writes("Hello.");
        chat.Now += TimeSpan.FromSeconds(0.2);
        chat.Commits();
        chat.Now += TimeSpan.FromSeconds(0.3);

        Assert.Equal(Times(0.6, 0.6), chat.Ends(Sent).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Overhead_LeavesOutWriterModelAndTyping()
    {
        var chat = TestChat.Following(new ConversationRules { Debounce = TimeSpan.FromSeconds(4), MinTyping = TimeSpan.FromSeconds(3), MaxTyping = TimeSpan.FromSeconds(3) });
        chat.Hears(TestChat.Message(1));
        chat.After(4.5);
        chat.Now += TimeSpan.FromSeconds(1);
        chat.Writes("Hello.");
        chat.After(2.25);
        chat.Now += TimeSpan.FromSeconds(0.5);
        chat.Commits();
        chat.Now += TimeSpan.FromSeconds(0.25);

        // Half a second late in waking, a quarter late in finding that it has typed enough, three quarters of committing and sending.
        Assert.Equal(Times(8.5, 1.5), chat.Ends(Sent).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Overhead_LeavesOutTheModelsFailures()
    {
        var chat = TestChat.Following(new ConversationRules { RetryPause = TimeSpan.FromSeconds(2) });
        chat.Hears(TestChat.Message(1));
        chat.Now += TimeSpan.FromSeconds(5);
        chat.Do(new ConversationOperation.DraftFailed(chat.One<ConversationEffect.Generate>().Ticket, "llm.timeout", Transient: true, RetryAfter: null));
        chat.After(2);
        chat.Now += TimeSpan.FromSeconds(1);
        chat.Writes("Hello.").Commits();

        Assert.Equal(Times(8, 0), chat.Ends(Sent).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Overhead_LeavesOutTheLanesPace()
    {
        var chat = TestChat.Following(new ConversationRules { SendInterval = TimeSpan.FromSeconds(10) });
        chat.Hears(TestChat.Message(1)).Writes("One.").Commits().Ends(Sent).Records();
        chat.Now += TimeSpan.FromSeconds(2);
        chat.Hears(TestChat.Message(2, chat.Now)).Writes("Two.").Commits();
        chat.After(9);
        chat.Now += TimeSpan.FromSeconds(0.5);
        chat.Grants();

        Assert.Equal(Times(9.5, 1.5), chat.Ends(Sent).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Overhead_LeavesOutAFlood_AndIsToldWhenTheReplyLeaves()
    {
        var chat = TestChat.Following();
        chat.Hears(TestChat.Message(1)).Writes("Hello.").Commits();
        chat.Ends(new SendOutcome.RateLimited { NotBefore = chat.Now.AddSeconds(30), Code = "telegram.flood" });
        Assert.Null(chat.One<ConversationEffect.Record>().Reply);
        chat.Records().After(30);
        chat.Grants();

        Assert.Equal(Times(30, 0), chat.Ends(Sent).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Reply_ToASeries_IsTimedFromItsNewestMessage()
    {
        var chat = TestChat.Following();
        chat.Hears(TestChat.Message(1));
        chat.Now += TimeSpan.FromSeconds(10);
        chat.Hears(TestChat.Message(2, chat.Now));
        chat.Now += TimeSpan.FromSeconds(1);
        chat.Writes("Hello.");
        chat.Now += TimeSpan.FromSeconds(0.5);
        chat.Commits();

        Assert.Equal(Times(1.5, 0.5), chat.Ends(Sent).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Reply_InSeveralParts_IsToldOnce()
    {
        var chat = TestChat.Following(new ConversationRules { MaxTextLength = 20 });
        chat.Hears(TestChat.Message(1)).Writes("First of the parts.\n\nSecond of the parts.").Commits();

        Assert.NotNull(chat.Ends(Sent).One<ConversationEffect.Record>().Reply);
        chat.Records().Grants();
        Assert.Null(chat.Ends(Sent).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Reply_WhoseRecordIsRepeated_IsToldOnce()
    {
        var chat = TestChat.Following();
        chat.Hears(TestChat.Message(1)).Writes("Hello.").Commits().Ends(Sent);
        chat.Do(new ConversationOperation.OutcomeAnswered(chat.One<ConversationEffect.Record>().Ticket, Answer: null));

        Assert.Null(chat.After(1).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Reply_ThatNeverLeft_IsNotTimed()
    {
        var chat = TestChat.Following();
        chat.Hears(TestChat.Message(1)).Writes("Hello.").Commits();

        Assert.Null(chat.Ends(new SendOutcome.Rejected { Code = "telegram.blocked" }).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Reply_ToAMessageThatAnOperatorPutBack_IsNotTimed()
    {
        var chat = TestChat.Following();
        chat.Hears(TestChat.Message(1, requeued: true)).Writes("Hello.").Commits();

        Assert.Null(chat.Ends(Sent).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Figures_OfAReply_AreStoredWithItsFirstPartOnly()
    {
        var chat = TestChat.Following(new ConversationRules { MaxTextLength = 20 });
        chat.Hears(TestChat.Message(1));
        chat.Now += TimeSpan.FromSeconds(1.25);
        chat.Writes("First of the parts.\n\nSecond of the parts.", Usage).Commits();

        Assert.Equal(new ReplyFigures(1250, 300, 20), FiguresIn(chat.Ends(Sent)));
        chat.Records().Grants();
        Assert.Equal(default, FiguresIn(chat.Ends(Sent)));
    }

    [Fact]
    public void Figures_WhenTheRecordIsRepeated_AreTheSame()
    {
        var chat = TestChat.Following();
        chat.Hears(TestChat.Message(1)).Writes("Hello.", Usage).Commits().Ends(Sent);
        chat.Do(new ConversationOperation.OutcomeAnswered(chat.One<ConversationEffect.Record>().Ticket, Answer: null));

        Assert.Equal(new ReplyFigures(0, 300, 20), FiguresIn(chat.After(1)));
    }

    [Fact]
    public void Figures_OfAnAttemptThatFailed_WaitForTheOneThatDoesNot()
    {
        var chat = TestChat.Following();
        chat.Hears(TestChat.Message(1)).Writes("Hello.", Usage).Commits();
        Assert.Equal(default, FiguresIn(chat.Ends(new SendOutcome.RateLimited { NotBefore = chat.Now.AddSeconds(30), Code = "telegram.flood" })));
        chat.Records().After(30);
        Assert.Equal(default, FiguresIn(chat.Grants().Ends(new SendOutcome.Uncertain { Code = "telegram.timeout" })));
        chat.Records().After(30);

        Assert.Equal(new ReplyFigures(60_000, 300, 20), FiguresIn(chat.Grants().Ends(Sent)));
    }

    [Fact]
    public void Figures_OfAReplyToAMessageThatAnOperatorPutBack_AreItsTokens()
    {
        var chat = TestChat.Following();
        chat.Hears(TestChat.Message(1, requeued: true)).Writes("Hello.", Usage).Commits();

        Assert.Equal(new ReplyFigures(null, 300, 20), FiguresIn(chat.Ends(Sent)));
    }

    [Fact]
    public void Figures_OfAModelThatWasNotAskedOrDoesNotCount_AreTheWait()
    {
        var chat = TestChat.Following();
        chat.Hears(TestChat.Message(1)).Writes("Hello.", ReplyUsage.None).Commits();

        Assert.Equal(new ReplyFigures(0, null, null), FiguresIn(chat.Ends(Sent)));
    }

    [Fact]
    public void Figures_OfADraftThatANewerMessageMadeStale_AreNotThoseOfTheReply()
    {
        var chat = TestChat.Following(new ConversationRules { MinTyping = TimeSpan.FromSeconds(3), MaxTyping = TimeSpan.FromSeconds(3) });
        chat.Hears(TestChat.Message(1)).Writes("Hello.", Usage);
        chat.Hears(TestChat.Message(2, chat.Now)).Writes("Hello, both.", new ReplyUsage("model", 310, 25));
        chat.After(3).Commits();

        Assert.Equal(new ReplyFigures(3000, 310, 25), FiguresIn(chat.Ends(Sent)));
    }

    /// <summary>Whoever committed it is gone, and what the reply took is gone with him: nobody guesses.</summary>
    [Fact]
    public void Figures_OfARowThatAnotherActivationCommitted_AreNotKnown()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(1, TestChat.Row(9, OutboxState.Pending)));

        Assert.Equal(default, FiguresIn(chat.Grants().Ends(Sent)));
    }

    [Fact]
    public void Row_WhoseSenderIsGone_IsToldToBeInterruptedOnce()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(1, TestChat.Row(9, OutboxState.Sending, epoch: 0, attempt: 1)));
        var record = chat.One<ConversationEffect.Record>();
        Assert.True(record.Interrupted);
        chat.Do(new ConversationOperation.OutcomeAnswered(record.Ticket, Answer: null));

        Assert.False(chat.After(1).One<ConversationEffect.Record>().Interrupted);
    }

    [Fact]
    public void Trace_OfAMessageThatIsReadFromTheStore_IsKept()
    {
        var traced = TestChat.Message(1) with { Trace = "00-trace" };
        var chat = new TestChat();
        chat.Do(new ConversationOperation.Wake(1, new ConversationRules(), new ChatAdvance { Chat = TestChat.Key.Chat, FromVersion = 0, Version = 1, Messages = [traced] }));
        chat.Load(TestChat.Snapshot(1) with { Unanswered = [TestChat.Message(1)] });
        Assert.Equal("00-trace", chat.One<ConversationEffect.Generate>().Unanswered.Single().Trace);

        // Read again, since something else has changed.
        chat.Do(new ConversationOperation.Changed()).Load(TestChat.Snapshot(2) with { Unanswered = [TestChat.Message(1), TestChat.Message(2)] });
        Assert.Equal(["00-trace", null], chat.One<ConversationEffect.Generate>().Unanswered.Select(message => message.Trace));
    }

    [Fact]
    public void Times_WhateverTheClockDoes_AreNeverNegativeNorOverheadLongerThanAll() =>
        Gen.Double[-5, 20].Array[6].Sample(steps =>
        {
            var chat = TestChat.Following(new ConversationRules { Debounce = TimeSpan.FromSeconds(2), MinTyping = TimeSpan.FromSeconds(1), MaxTyping = TimeSpan.FromSeconds(1), MaxReplyAge = TimeSpan.FromDays(1) });
            chat.Hears(TestChat.Message(1));
            Move(chat, steps[0]);
            if (!chat.Has<ConversationEffect.Generate>()) return;
            Move(chat, steps[1], tick: false);
            chat.Writes("Hello.");
            if (!chat.Has<ConversationEffect.Commit>()) Move(chat, steps[2]);
            if (!chat.Has<ConversationEffect.Commit>()) return;
            Move(chat, steps[3], tick: false);
            chat.Commits();
            Move(chat, steps[4], tick: false);
            var times = chat.Ends(Sent).One<ConversationEffect.Record>().Reply!.Value;

            Assert.InRange(times.Overhead, TimeSpan.Zero, times.Duration);
        });

    private static void Move(TestChat chat, double seconds, bool tick = true)
    {
        if (tick) chat.After(seconds);
        else chat.Now += TimeSpan.FromSeconds(seconds);
    }

    private static ReplyFigures FiguresIn(TestChat chat) => chat.One<ConversationEffect.Record>().Slice.Figures;

    private static ReplyTimes Times(double duration, double overhead) => new(TimeSpan.FromSeconds(duration), TimeSpan.FromSeconds(overhead));
}
