using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations;

public sealed class FollowingTests
{
    [Fact]
    public void Nudge_WhenItRepeatsWhatIsKnown_ChangesNothing()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(5));
        Assert.Equal("", chat.Do(Nudge(4, 5, TestChat.Message(1))).Effects);
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(5, true)]
    public void Nudge_WhenSomethingIsMissing_ReadsTheChat(int from, bool reload)
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(5));
        Assert.Equal("Load", chat.Do(Nudge(from, 7, reload: reload)).Effects);
    }

    [Fact]
    public void Nudge_WhenItBringsNoNews_HasAnIdleChatLookAtTheStore() =>
        Assert.Equal("Load", TestChat.Following().Do(new ConversationOperation.Wake(1, null, null)).Effects);

    [Fact]
    public void Nudge_WhenItBringsNoNews_DoesNotDisturbAChatAtWork()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1));
        Assert.Equal("", chat.Do(new ConversationOperation.Wake(1, null, null)).Effects);
    }

    [Fact]
    public void Nudge_WhenItIsOfAnOlderEpoch_ChangesNothing() =>
        Assert.Equal("", TestChat.Following().Do(new ConversationOperation.Wake(0, new ConversationRules { Running = false }, null)).Effects);

    [Fact]
    public void Nudge_WhenItNamesThePerson_RemembersNameAndLanguage()
    {
        var chat = TestChat.Following();
        chat.Do(new ConversationOperation.Wake(1, null, new ChatAdvance { Chat = TestChat.Key.Chat, FromVersion = 0, Version = 1, ContactName = "Ada", LanguageCode = "en" }));
        Assert.Equal(("Ada", "en", 1L), (chat.Mind.ContactName, chat.Mind.LanguageCode, chat.Mind.Version));
    }

    [Fact]
    public void Load_WhenItIsOlderThanANudge_IsReadAgain()
    {
        var chat = new TestChat();
        chat.Do(new ConversationOperation.Wake(1, new ConversationRules(), Nudge(0, 2, TestChat.Message(2)).Advance));
        Assert.Equal("Load", chat.Load(TestChat.Snapshot(1)).Effects);
        Assert.Equal("", chat.Load(TestChat.Snapshot(2)).Effects);
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Load_WhenItFails_IsTriedAgainAfterAPause()
    {
        var chat = new TestChat();
        chat.Do(new ConversationOperation.Wake(1, new ConversationRules(), null));
        Assert.Equal("WakeAt", chat.Do(new ConversationOperation.LoadFailed(chat.One<ConversationEffect.Load>().Ticket)).Effects);
        Assert.Equal("", chat.After(0.5).Effects.Replace("WakeAt", "", StringComparison.Ordinal));
        Assert.Equal("Load", chat.After(0.5).Effects);
    }

    [Fact]
    public void Epoch_WhenItRises_BeginsAnewFromTheStore()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1));
        Assert.Equal("CancelDraft Load", chat.Do(new ConversationOperation.Wake(2, null, null)).Effects);
        chat.Load(TestChat.Snapshot(1) with { Unanswered = [TestChat.Message(1)] }).Writes("Hello.");
        Assert.Equal(2, chat.One<ConversationEffect.Commit>().Slice.Epoch);
    }

    [Fact]
    public void Epoch_WhenItIsStale_RetiresUntilANewerOneCalls()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1)).Writes("Hello.");
        Assert.Equal("Retire", chat.Do(new ConversationOperation.TurnAnswered(chat.One<ConversationEffect.Commit>().Ticket, new SliceAnswer<TurnCommitted>.Stale(2))).Effects);
        Assert.True(chat.Mind.Finished);
        Assert.Equal("", chat.Do(new ConversationOperation.Tick()).Effects);
        Assert.Equal("", chat.Do(new ConversationOperation.Wake(1, null, null)).Effects);
        Assert.Equal("Load", chat.Do(new ConversationOperation.Wake(2, null, null)).Effects);
    }

    [Fact]
    public void Epoch_WhenAClaimIsStale_Retires()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(1, TestChat.Row(5, OutboxState.Pending)));
        Assert.Equal("Retire", chat.Do(new ConversationOperation.ClaimAnswered(chat.One<ConversationEffect.Claim>().Ticket, new SliceAnswer<ClaimAnswer>.Stale(2))).Effects);
    }

    [Fact]
    public void Epoch_WhenAnOutcomeIsStale_Retires()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(1, TestChat.Row(5, OutboxState.Sending, epoch: 0, attempt: 1)));
        Assert.Equal("Retire", chat.Do(new ConversationOperation.OutcomeAnswered(chat.One<ConversationEffect.Record>().Ticket, new SliceAnswer<OutcomeRecorded>.Stale(2))).Effects);
    }

    [Fact]
    public void Commit_WhenInConflict_ReadsTheChat()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1)).Writes("Hello.");
        Assert.Equal("Load", chat.Do(new ConversationOperation.TurnAnswered(chat.One<ConversationEffect.Commit>().Ticket, new SliceAnswer<TurnCommitted>.Conflict())).Effects);
    }

    [Fact]
    public void Commit_WhenItsResultIsUnknown_IsRepeatedAsItWas()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1)).Writes("Hello.");
        var commit = chat.One<ConversationEffect.Commit>();
        Assert.Equal("WakeAt", chat.Do(new ConversationOperation.TurnAnswered(commit.Ticket, null)).Effects);
        Assert.Equal(commit, chat.After(1).One<ConversationEffect.Commit>());
    }

    [Fact]
    public void Commit_WhenTheStoreCannotTakeIt_ParksTheMessagesWithoutTheWords()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1)).Writes("Hello.");
        var reply = chat.One<ConversationEffect.Commit>();

        var settled = chat.Do(new ConversationOperation.TurnRefused(reply.Ticket)).One<ConversationEffect.Commit>();

        Assert.NotEqual(reply.Slice.Id, settled.Slice.Id);
        Assert.Empty(settled.Slice.Parts);
        Assert.Equal([new InboxMark(1, InboxState.Parked)], settled.Slice.Marks);
        Assert.Equal("reply.unstorable", settled.Slice.FailureCode);
        Assert.Equal("", chat.Do(new ConversationOperation.TurnRefused(reply.Ticket)).Effects);
        Assert.Equal("WakeAt", chat.Do(new ConversationOperation.TurnRefused(settled.Ticket)).Effects);
    }

    [Fact]
    public void Commit_WhenTheRepeatShowsAnotherActivationsClaim_SendsNothing()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1)).Writes("Hello.");
        var theirs = TestChat.Row(5, OutboxState.Sending, attempt: 2);
        chat.Do(new ConversationOperation.TurnAnswered(chat.One<ConversationEffect.Commit>().Ticket, new SliceAnswer<TurnCommitted>.Accepted(new TurnCommitted { Turn = 1, Rows = [theirs] })));
        Assert.Equal("WakeAt", chat.Effects);
    }

    [Fact]
    public void Change_WhenACommitIsUnderWay_IsReadAfterIt()
    {
        var chat = TestChat.Following().Hears(TestChat.Message(1)).Writes("Hello.");
        var commit = chat.One<ConversationEffect.Commit>();
        Assert.Equal("", chat.Do(new ConversationOperation.Changed()).Effects);
        Assert.Equal("Load", chat.Do(new ConversationOperation.TurnAnswered(commit.Ticket, new SliceAnswer<TurnCommitted>.Conflict())).Effects);
    }

    [Fact]
    public void History_WhenRepliesAreOnTheirWay_HoldsThem()
    {
        var chat = TestChat.Following(new ConversationRules { HistoryMessages = 2 }, TestChat.Snapshot(1, TestChat.Row(5, OutboxState.Pending)));
        Assert.Equal(["r"], chat.Mind.History.Select(line => line.Text));
        chat.Hears(TestChat.Message(1)).Writes("Hello.").Commits();
        Assert.Equal(["m1", "Hello."], chat.Mind.History.Select(line => line.Text));
    }

    [Fact]
    public void Rules_WhenMadeFromAConfiguration_TranslateItsUnits()
    {
        var config = new BotConfig { BotId = BotId.Parse("anna"), Name = "Anna", Telegram = new TelegramConfig() };
        var rules = ConversationRules.From(config, new ChatId(7), new SessionCapabilities { IdempotentSends = true, MaxTextLength = 100 }, running: false, seed: 1);
        Assert.Equal((false, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), 100, true), (rules.Running, rules.Debounce, rules.SendInterval, rules.MaxReplyAge, rules.MaxTextLength, rules.IdempotentSends));
        Assert.Equal(Disclosures.For("en-GB"), rules.Disclosure);
        Assert.Equal(Disclosures.For("en"), Disclosures.For("xx"));

        var plain = config with { Pacing = config.Pacing with { MessagesPerChatPerSecond = 0 }, Features = config.Features with { Disclosure = false }, Persona = config.Persona with { Disclosure = "I am an AI." } };
        var other = ConversationRules.From(plain, new ChatId(7), new SessionCapabilities(), running: true, seed: 1);
        Assert.Equal((TimeSpan.Zero, (string?)null), (other.SendInterval, other.Disclosure));
        Assert.Equal("I am an AI.", ConversationRules.From(plain with { Features = config.Features }, new ChatId(7), new SessionCapabilities(), running: true, seed: 1).Disclosure);
    }

    private static ConversationOperation.Wake Nudge(long from, long to, InboxMessage? message = null, bool reload = false) => new(1, null, new ChatAdvance
    {
        Chat = TestChat.Key.Chat,
        FromVersion = from,
        Version = to,
        Messages = message is null ? [] : [message],
        Reload = reload,
    });
}
