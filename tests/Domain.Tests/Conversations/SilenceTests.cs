using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations;

/// <summary>People who are not answered although the persona speaks: by a list, and by a cap.</summary>
public sealed class SilenceTests
{
    private static readonly ConversationRules Capped = new() { MaxRepliesPerDay = 2 };

    [Fact]
    public void Sender_WhoIsRefused_IsSettledAtOnceWithoutAModel()
    {
        var closed = new ReplyHours(null, TestChat.Start.AddDays(1));
        var chat = TestChat.Following(new ConversationRules { Refusal = "sender.blocked", Hours = closed }).Hears(TestChat.Message(1));

        Assert.Equal("Commit", chat.Effects);
        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal((1L, "sender.blocked", 0), (slice.AnsweredUpTo, slice.FailureCode, slice.Parts.Count));
        Assert.Equal([new InboxMark(1, InboxState.Ignored)], slice.Marks);
        Assert.Equal((DecisionKind.Silent, "sender.blocked", (long?)1), (slice.Decision!.Kind, slice.Decision.Reason, slice.Decision.Inputs.MessageId));
        Assert.True(chat.Commits().Mind.Finished);
    }

    [Theory]
    [InlineData(7, null, new long[0], null)]
    [InlineData(7, null, new long[] { 7 }, "sender.blocked")]
    [InlineData(7, new long[] { 8 }, new long[0], "sender.not_allowed")]
    [InlineData(8, new long[] { 8 }, new long[0], null)]
    [InlineData(8, new long[] { 8 }, new long[] { 8 }, "sender.blocked")]
    [InlineData(100, new long[0], new long[] { 100 }, null)] // the admin
    public void Lists_SayWhoIsAnswered(long person, long[]? allow, long[] block, string? refusal)
    {
        var bot = new BotConfig
        {
            BotId = BotId.Parse("anna"), Name = "Anna", AdminChatId = 100, Telegram = new TelegramConfig { Senders = new SendersConfig { Allow = allow, Block = block } },
            Autonomy = new AutonomyConfig { Enabled = true, Windows = new WeekWindows { Workdays = ["09:00-18:00"] } },
            Pacing = new PacingConfig { MaxRepliesPerPersonPerDay = 3 },
        };

        var rules = ConversationRules.From(bot, new ChatId(person), new SessionCapabilities(), running: true, seed: 1);

        Assert.Equal(refusal, rules.Refusal);
        Assert.Equal(person == 100 ? (int?)null : 3, rules.MaxRepliesPerDay);
        Assert.Equal(refusal is null && person != 100, rules.Autonomy.Enabled);
    }

    [Fact]
    public void Person_WhoHasHadTheDaysReplies_IsSettledInSilenceUntilTheNextDay()
    {
        var chat = TestChat.Following(Capped);
        Assert.Equal(2, Answer(chat, 1).Rules.MaxRepliesPerDay);
        Answer(chat, 2);

        var slice = chat.Hears(TestChat.Message(3, chat.Now)).One<ConversationEffect.Commit>().Slice;
        Assert.Equal(("reply.person_cap", InboxState.Ignored), (slice.FailureCode, slice.Marks.Single().State));
        Assert.Equal("reply.person_cap", slice.Decision!.Reason);
        chat.Commits();

        chat.Now = TestChat.Start.AddHours(12);
        Assert.True(chat.Hears(TestChat.Message(4, chat.Now)).Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Replies_OfBefore_AreReadFromTheStoreAndCounted()
    {
        var chat = new TestChat();
        chat.Do(new ConversationOperation.Wake(1, Capped, null));
        Assert.Equal(2, chat.One<ConversationEffect.Load>().Replies);

        chat.Load(TestChat.Snapshot(1) with { Replies = [new(chat.Now.AddHours(-1)), new(chat.Now.AddMinutes(-1))], Unanswered = [TestChat.Message(1)] });

        Assert.Equal("reply.person_cap", chat.One<ConversationEffect.Commit>().Slice.FailureCode);
    }

    [Fact]
    public void Replies_OfYesterdayByThePersonasClock_DoNotCount()
    {
        // 12:00 UTC is 01:00 of the next day there.
        var zone = TimeZoneInfo.CreateCustomTimeZone("+13", TimeSpan.FromHours(13), "+13", "+13");
        var chat = new TestChat();
        chat.Do(new ConversationOperation.Wake(1, Capped with { PersonaZone = zone }, null));

        chat.Load(TestChat.Snapshot(1) with { Replies = [new(chat.Now.AddHours(-2)), new(chat.Now.AddMinutes(-1))], Unanswered = [TestChat.Message(1)] });

        Assert.True(chat.Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Message_PutBackByAnOperator_IsAnsweredBeyondTheCap()
    {
        var chat = new TestChat();
        chat.Do(new ConversationOperation.Wake(1, Capped, null));

        chat.Load(TestChat.Snapshot(1) with { Replies = [new(chat.Now), new(chat.Now)], Unanswered = [TestChat.Message(1, requeued: true)] });

        Assert.True(chat.Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Cap_ThatIsNew_HasTheRepliesRead()
    {
        var chat = TestChat.Following();
        var advance = new ChatAdvance { Chat = TestChat.Key.Chat, FromVersion = 0, Version = 1, Messages = [TestChat.Message(1)] };

        Assert.Equal("Load", chat.Do(new ConversationOperation.Wake(1, Capped, advance)).Effects);
        Assert.Equal(2, chat.One<ConversationEffect.Load>().Replies);
    }

    private static Conversation Answer(TestChat chat, long id)
    {
        chat.Hears(TestChat.Message(id, chat.Now)).Writes("Hello.").Commits().Ends(new SendOutcome.Sent { SourceId = 5 }).Records();
        return chat.Mind;
    }
}
