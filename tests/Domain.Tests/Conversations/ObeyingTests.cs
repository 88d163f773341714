using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations;

/// <summary>Commands of the bot's admin, from the message to the answer and to what follows it.</summary>
public sealed class ObeyingTests
{
    private static readonly ConversationRules Admins = new() { TakesCommands = true, Debounce = TimeSpan.FromSeconds(4) };

    [Fact]
    public void Command_IsCarriedOutAtOnceAndAnsweredByANoticeThatSettlesIt()
    {
        var chat = TestChat.Following(Admins).Hears(Command(1));

        var slice = Answers(chat, "done").One<ConversationEffect.Commit>().Slice;

        Assert.Equal((Author.Notice, (TurnBasis?)null, (long?)null, false, false), (slice.By, slice.Basis, slice.AnsweredUpTo, slice.Discloses, slice.StopsBot));
        Assert.Equal([new InboxMark(1, InboxState.Answered)], slice.Marks);
        var part = Assert.Single(slice.Parts);
        Assert.Equal(("done", false), (part.Text, part.SendNow));
        Assert.Equal([new TextEntity { Kind = TextEntityKind.Bold, Offset = 0, Length = 4 }], part.Entities);
        Assert.False(chat.Mind.Finished);
        Assert.True(chat.Commits().Has<ConversationEffect.Load>());
        Assert.True(chat.Load(TestChat.Snapshot(1)).Mind.Finished);
    }

    [Fact]
    public void Answer_OfOneCommand_HasTheSameIdWhoeverGivesIt()
    {
        var one = Answers(TestChat.Following(Admins).Hears(Command(7)), "a").One<ConversationEffect.Commit>().Slice.Id;
        var again = Answers(TestChat.Following(Admins, Waiting(Command(7))), "b").One<ConversationEffect.Commit>().Slice.Id;
        var other = Answers(TestChat.Following(Admins).Hears(Command(8)), "a").One<ConversationEffect.Commit>().Slice.Id;

        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Commands_AreCarriedOutOneByOneInTheirOrder()
    {
        var chat = TestChat.Following(Admins).Hears(Command(1), Command(2));
        Assert.Equal(1, chat.One<ConversationEffect.Obey>().Command.Id);

        Answers(chat, "one").Commits().Load(Waiting(Command(2)));

        Assert.Equal(2, chat.One<ConversationEffect.Obey>().Command.Id);
    }

    [Theory]
    [InlineData(ChatMode.Human, true)]
    [InlineData(ChatMode.Paused, true)]
    [InlineData(ChatMode.OptedOut, false)]
    [InlineData(ChatMode.Blocked, false)]
    public void Command_WhileThePersonaIsSilent_IsCarriedOutWhereItCanBeAnswered(ChatMode mode, bool obeyed)
    {
        var chat = TestChat.Following(Admins, Waiting(Command(1)) with { Mode = mode });

        Assert.Equal(obeyed, chat.Has<ConversationEffect.Obey>());
        Assert.Equal(!obeyed, chat.Mind.Finished);
    }

    [Fact]
    public void Command_InAChatThatIsNotTheAdminsAnyMore_IsSettledInSilence()
    {
        var chat = TestChat.Following(new ConversationRules(), Waiting(Command(1)));

        Assert.False(chat.Has<ConversationEffect.Obey>());
        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Empty(slice.Parts);
        Assert.Equal([new InboxMark(1, InboxState.Ignored)], slice.Marks);
    }

    [Fact]
    public void OrdinaryText_BesideACommand_IsAnsweredAfterItByThePersona()
    {
        var chat = TestChat.Following(Admins).Hears(TestChat.Message(1), Command(2));
        Assert.Equal(2, chat.One<ConversationEffect.Obey>().Command.Id);
        Assert.False(Answers(chat, "done").After(5).Has<ConversationEffect.Generate>());

        Assert.False(chat.Has<ConversationEffect.Load>());
        chat.Do(new ConversationOperation.TurnAnswered(chat.Mind.Order!.Ticket, Committed(1)));
        chat.Load(Waiting(TestChat.Message(1)) with { Turn = 1 });

        Assert.Equal([1L], chat.One<ConversationEffect.Generate>().Unanswered.Select(message => message.Id));
    }

    [Fact]
    public void Command_ThatComesWhileAReplyIsWritten_DropsTheDraftAndIsNotShownToIt()
    {
        var chat = TestChat.Following(Admins with { Debounce = TimeSpan.Zero }).Hears(TestChat.Message(1));
        Assert.True(chat.Has<ConversationEffect.Generate>());

        chat.Hears(Command(2));

        Assert.True(chat.Has<ConversationEffect.CancelDraft>());
        Assert.True(chat.Has<ConversationEffect.Obey>());
        Assert.False(chat.Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Command_ThatFails_IsTriedThreeTimesThenAnsweredWithACode()
    {
        var chat = TestChat.Following(Admins).Hears(Command(1));
        for (var attempt = 1; attempt < 3; attempt++)
        {
            chat.Do(new ConversationOperation.ObeyFailed(chat.One<ConversationEffect.Obey>().Ticket));
            Assert.False(chat.Has<ConversationEffect.Obey>());
            chat.After(Math.Pow(2, attempt));
        }

        chat.Do(new ConversationOperation.ObeyFailed(chat.One<ConversationEffect.Obey>().Ticket));

        Assert.EndsWith("\ncommand.failed", Assert.Single(chat.One<ConversationEffect.Commit>().Slice.Parts).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_WhoseStoringIsUnknown_IsStoredAgainAndNothingIsCarriedOutAgain()
    {
        var chat = Answers(TestChat.Following(Admins).Hears(Command(1)), "done");
        var slice = chat.One<ConversationEffect.Commit>().Slice;

        chat.Do(new ConversationOperation.TurnAnswered(chat.Mind.Order!.Ticket, Answer: null)).After(1);

        Assert.Same(slice, chat.One<ConversationEffect.Commit>().Slice);
        Assert.False(chat.Has<ConversationEffect.Obey>());
    }

    [Fact]
    public void Answer_ThatCannotBeStored_LeavesTheCommandToAnOperator()
    {
        var chat = Answers(TestChat.Following(Admins).Hears(Command(1)), "done", BotSteer.Stop);

        chat.Do(new ConversationOperation.TurnRefused(chat.Mind.Order!.Ticket));

        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal([new InboxMark(1, InboxState.Parked)], slice.Marks);
        Assert.Equal((0, "reply.unstorable", false), (slice.Parts.Count, slice.FailureCode, slice.StopsBot));
        Assert.Null(chat.Commits().Mind.Farewell);
    }

    [Fact]
    public void LateResults_OfAnOlderEpoch_ChangeNothing()
    {
        var chat = TestChat.Following(Admins).Hears(Command(1));
        var old = chat.One<ConversationEffect.Obey>().Ticket;

        chat.Do(new ConversationOperation.Wake(2, null, null)).Load(Waiting(Command(1)));
        Assert.NotEqual(old, chat.One<ConversationEffect.Obey>().Ticket);

        Assert.Equal("", chat.Do(new ConversationOperation.Obeyed(old, Says("late"))).Effects);
        Assert.Equal("", chat.Do(new ConversationOperation.ObeyFailed(old)).Effects);
    }

    [Fact]
    public void Stop_IsDurableWithItsAnswerAndDoneWhenTheAnswerHasLeft()
    {
        var chat = Answers(TestChat.Following(Admins).Hears(Command(1)), "bye", BotSteer.Stop);
        Assert.True(chat.One<ConversationEffect.Commit>().Slice.StopsBot);

        chat.Commits().Load(TestChat.Snapshot(1, Row()));
        Assert.True(chat.Has<ConversationEffect.Claim>());
        Assert.False(chat.Grants().Has<ConversationEffect.Steer>());
        Assert.False(chat.Ends(new SendOutcome.Sent { SourceId = 1 }).Has<ConversationEffect.Steer>());

        Assert.Equal(BotSteer.Stop, chat.Records().One<ConversationEffect.Steer>().What);
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Restart_IsNotHeldUpByAnAnswerThatCannotLeave()
    {
        var chat = Answers(TestChat.Following(Admins).Hears(Command(1)), "back soon", BotSteer.Restart);
        Assert.False(chat.One<ConversationEffect.Commit>().Slice.StopsBot);
        chat.Commits().Load(TestChat.Snapshot(1, Row())).Grants();
        chat.Ends(new SendOutcome.RateLimited { NotBefore = chat.Now.AddHours(1), Code = "telegram.too_many_requests" }).Records();
        Assert.False(chat.After(9).Has<ConversationEffect.Steer>());

        Assert.Equal(BotSteer.Restart, chat.After(2).One<ConversationEffect.Steer>().What);
    }

    [Fact]
    public void Stop_WhenTheBotCannotBeReached_IsTriedAgainAfterAWhile()
    {
        var chat = Answers(TestChat.Following(Admins).Hears(Command(1)), "bye", BotSteer.Stop).Commits().Load(TestChat.Snapshot(1));
        Assert.True(chat.Has<ConversationEffect.Steer>());

        chat.Do(new ConversationOperation.SteerFailed(BotSteer.Stop));

        Assert.False(chat.Has<ConversationEffect.Steer>());
        Assert.False(chat.Mind.Finished);
        Assert.True(chat.After(6).Has<ConversationEffect.Steer>());
    }

    [Fact]
    public void Suspend_WhileACommandIsCarriedOut_RestsWhenItIsAnsweredAndBeginsNoOther()
    {
        var chat = TestChat.Following(Admins).Hears(Command(1), Command(2));
        chat.Do(new ConversationOperation.Suspend());
        Assert.False(chat.Mind.AtRest);

        chat.Do(new ConversationOperation.Obeyed(chat.Mind.Order!.Ticket, Says("done"))).Commits().Load(Waiting(Command(2)));

        Assert.True(chat.Mind.AtRest);
        Assert.False(chat.Has<ConversationEffect.Obey>());
    }

    [Fact]
    public void GivenName_IsNotChangedByWhatTelegramTells()
    {
        var given = TestChat.Following(snapshot: TestChat.Snapshot() with { ContactName = "Anna Maria", NameIsGiven = true });
        var told = TestChat.Following(snapshot: TestChat.Snapshot() with { ContactName = "Anna" });

        foreach (var chat in new[] { given, told })
            chat.Do(new ConversationOperation.Wake(1, null, new ChatAdvance { Chat = TestChat.Key.Chat, FromVersion = 0, Version = 1, Messages = [TestChat.Message(1)], ContactName = "Ann" }));

        Assert.Equal(("Anna Maria", "Ann"), (given.Mind.ContactName, told.Mind.ContactName));
    }

    private static InboxMessage Command(long id) => TestChat.Message(id, requeued: true) with { Command = true };

    private static ChatSnapshot Waiting(params InboxMessage[] messages) => TestChat.Snapshot(1) with { Unanswered = messages };

    private static OutboxRow Row() => TestChat.Row(101, OutboxState.Pending) with { By = Author.Notice };

    private static CommandAnswer Says(string text, BotSteer? then = null) => new(new FormattedTextBuilder().Bold(text).Build(), then);

    private static TestChat Answers(TestChat chat, string text, BotSteer? then = null) =>
        chat.Do(new ConversationOperation.Obeyed(chat.One<ConversationEffect.Obey>().Ticket, Says(text, then)));

    private static SliceAnswer<TurnCommitted> Committed(long turn) => new SliceAnswer<TurnCommitted>.Accepted(new TurnCommitted { Turn = turn, Rows = [] });
}
