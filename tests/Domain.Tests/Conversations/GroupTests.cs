using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations;

/// <summary>A chat of several people: who is answered is decided of each, and nothing is learned of anybody.</summary>
public sealed class GroupTests
{
    private const long Ann = 7;
    private const long Bob = 8;
    private static readonly ChatKey Group = new(BotId.Parse("anna"), new ChatId(-500));
    private static readonly ConversationRules Capped = new() { Senders = new SendersConfig(), MaxRepliesPerDay = 1 };

    [Fact]
    public void Rules_OfAGroup_TeachNothingAndCommandNothing()
    {
        var bot = new BotConfig
        {
            BotId = BotId.Parse("anna"), Name = "Anna", AdminChatId = -500, Telegram = new TelegramConfig { Senders = new SendersConfig { Allow = [Ann] } },
            Autonomy = new AutonomyConfig { Enabled = true, Windows = new WeekWindows { Workdays = ["09:00-18:00"] } },
            Pacing = new PacingConfig { MaxRepliesPerPersonPerDay = 3, MessagesPerChatPerSecond = 1, MessagesPerGroupPerMinute = 20 },
        };

        var rules = ConversationRules.From(bot, Group.Chat, new SessionCapabilities(), running: true, seed: 1);

        Assert.Equal((false, null, null, 3), (rules.TakesCommands, rules.AnalyzeEvery, rules.Refusal, rules.MaxRepliesPerDay));
        Assert.Same(AutonomyRules.Never, rules.Autonomy);
        Assert.False(rules.Approval);
        Assert.True(ConversationRules.From(bot with { Features = new FeatureFlags { Approval = true } }, Group.Chat, new SessionCapabilities(), running: true, seed: 1).Approval);
        Assert.Equal(TimeSpan.FromSeconds(3), rules.SendInterval);
        Assert.Equal("sender.not_allowed", rules.Senders!.RefusalOf(Bob));
        var slow = bot with { Pacing = bot.Pacing with { MessagesPerChatPerSecond = 0.1, MessagesPerGroupPerMinute = 0 } };
        Assert.Equal(TimeSpan.FromSeconds(10), ConversationRules.From(slow, Group.Chat, new SessionCapabilities(), running: true, seed: 1).SendInterval);
    }

    [Fact]
    public void Reply_ShowsTheLastWhoSpokeToTheBot()
    {
        var chat = InGroup(new ConversationRules()).Hears(By(Ann, 1), By(Bob, 2), By(Ann, 3) with { Details = new MessageDetails { AuthorId = Ann } });

        chat.Writes("Hello both.").Commits();

        Assert.Equal(2, chat.One<ConversationEffect.Send>().Message.ReplyTo);
    }

    /// <summary>Nobody tells a group that one of its people opted out elsewhere.</summary>
    [Fact]
    public void Reply_ToWordsThatWaited_LooksOnceMoreWhoseTheyAre()
    {
        var chat = InGroup(new ConversationRules { Debounce = TimeSpan.FromSeconds(30) }).Hears(By(Ann, 1));

        Assert.True(chat.After(31).Has<ConversationEffect.Load>());
        chat.Load(TestChat.Snapshot(1) with { Key = Group, Unanswered = [By(Ann, 1)], Unwelcome = [Ann] });

        Assert.Equal("sender.unwelcome", chat.One<ConversationEffect.Commit>().Slice.FailureCode);
    }

    [Fact]
    public void Reply_InPrivate_ShowsNobody()
    {
        var chat = TestChat.Following().Hears(By(Ann, 1));

        Assert.Null(chat.Writes("Hello.").Commits().One<ConversationEffect.Send>().Message.ReplyTo);
    }

    [Fact]
    public void Person_BeyondTheCap_IsSettledAndTheOthersAreAnswered()
    {
        var chat = InGroup(Capped);
        chat.Hears(By(Ann, 1)).Writes("Hello.").Commits().Ends(new SendOutcome.Sent { SourceId = 5 }).Records();

        var settled = chat.Hears(By(Ann, 2), By(Bob, 3)).One<ConversationEffect.Commit>().Slice;
        Assert.Equal((null, "reply.person_cap"), (settled.AnsweredUpTo, settled.FailureCode));
        Assert.Equal([new InboxMark(2, InboxState.Ignored)], settled.Marks);
        Assert.Equal([Ann], settled.Decision!.Inputs.Authors!);

        var asked = chat.Commits().One<ConversationEffect.Generate>();
        Assert.Equal([3L], asked.Unanswered.Select(message => message.Id));
        Assert.Equal(["m1", "Hello."], asked.History.Select(line => line.Text));
        var answer = chat.Writes("Hi Bob.").One<ConversationEffect.Commit>().Slice;
        Assert.Equal((3L, DecisionKind.Answered, Bob), (answer.AnsweredUpTo, answer.Decision!.Kind, answer.Decision.Inputs.Authors!.Single()));
    }

    [Fact]
    public void Person_BeyondTheCap_DoesNotKeepTheOthersFromAnAnswerByWritingOn()
    {
        var chat = InGroup(Capped with { LongestOvertaking = TimeSpan.FromSeconds(8) });
        chat.Hears(By(Ann, 1)).Writes("Hello.").Commits().Ends(new SendOutcome.Sent { SourceId = 5 }).Records();
        Assert.True(chat.Hears(By(Bob, 2)).Has<ConversationEffect.Generate>());
        for (var id = 3; id <= 4; id++)
        {
            Assert.Equal("reply.person_cap", chat.After(3).Hears(By(Ann, id)).One<ConversationEffect.Commit>().Slice.FailureCode);
            Assert.True(chat.Commits().Has<ConversationEffect.Generate>());
        }

        var ticket = chat.One<ConversationEffect.Generate>().Ticket;
        Assert.Equal("", chat.After(3).Hears(By(Ann, 5)).Effects);
        Assert.Equal(2, chat.Do(new ConversationOperation.DraftWritten(ticket, "Hi Bob.")).One<ConversationEffect.Commit>().Slice.AnsweredUpTo);
    }

    [Fact]
    public void Replies_OfBefore_AreCountedByWhomTheyAnswered()
    {
        var chat = new TestChat(Group);
        chat.Do(new ConversationOperation.Wake(1, Capped, null));

        chat.Load(TestChat.Snapshot(1) with { Replies = [new(chat.Now, Ann), new(chat.Now, 99)], Unanswered = [By(Ann, 1)] });

        Assert.Equal("reply.person_cap", chat.One<ConversationEffect.Commit>().Slice.FailureCode);
        chat.Commits();
        Assert.True(chat.Hears(By(Bob, 2)).Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Author_WhoIsUnwelcomeOrLeftOutByNow_IsNotAnswered()
    {
        var chat = new TestChat(Group);
        chat.Do(new ConversationOperation.Wake(1, new ConversationRules { Senders = new SendersConfig { Block = [Bob] } }, null));

        chat.Load(TestChat.Snapshot(1) with { Unwelcome = [Ann], Unanswered = [By(Ann, 1), By(Bob, 2), By(Ann, 3)] });

        var first = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal(("sender.unwelcome", "1 3"), (first.FailureCode, string.Join(' ', first.Marks.Select(mark => mark.MessageId))));
        var second = chat.Commits().One<ConversationEffect.Commit>().Slice;
        Assert.Equal(("sender.blocked", 2L), (second.FailureCode, second.Marks.Single().MessageId));
        Assert.True(chat.Commits().Mind.Finished);
    }

    [Fact]
    public void Talk_AskedForByAnOperator_IsLeftOffInAGroup()
    {
        var basis = new TurnBasis(1, 0);
        var asked = new PendingAction { Kind = AutonomyKind.Asked, DueAt = TestChat.Start, PlannedAt = TestChat.Start, Basis = basis };
        var state = new AutonomyState { Key = Group, Basis = basis, Pending = asked };

        Assert.Equal(AutonomyReason.NotPrivate, new Initiative(state, default, AutonomyRules.Never, TestChat.Start, 1).Check().Reason);
    }

    private static TestChat InGroup(ConversationRules rules) => TestChat.Following(rules, key: Group);

    private static InboxMessage By(long author, long id) =>
        TestChat.Message(id) with { Details = new MessageDetails { AuthorId = author, AuthorName = "x", AddressesBot = true } };
}
