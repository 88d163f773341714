using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations;

/// <summary>A take-over that has an end.</summary>
public sealed class ExpiringTests
{
    private static readonly DateTimeOffset End = TestChat.Start.AddMinutes(30);

    private static ChatSnapshot Taken(long version = 3, DateTimeOffset? until = null) =>
        TestChat.Snapshot(version) with { Mode = ChatMode.Human, HumanUntil = until ?? End, Unanswered = [TestChat.Message(1)] };

    [Fact]
    public void Human_UntilTheEnd_KeepsThePersonaSilentAndIsWaitedFor()
    {
        var chat = TestChat.Following(snapshot: Taken());

        Assert.Equal(End, chat.One<ConversationEffect.WakeAt>().At);
        Assert.True(chat.Mind.Finished);
        chat.After(29 * 60);
        Assert.False(chat.Has<ConversationEffect.Expire>());
    }

    [Fact]
    public void Human_WhenTheEndHasCome_HandsTheChatBackOnce()
    {
        var chat = TestChat.Following(snapshot: Taken()).After(30 * 60);

        var expire = chat.One<ConversationEffect.Expire>();
        Assert.Equal(new ModeSlice { Bot = TestChat.Key.Bot, Epoch = 1, Chat = TestChat.Key.Chat, Command = ModeCommand.Expire }, expire.Slice);
        Assert.False(chat.Mind.Finished);
        Assert.Equal("", chat.After(1).Effects);

        chat.Do(Answered(expire, accepted: true)).Load(TestChat.Snapshot(4));
        Assert.Equal(("", ChatMode.Persona, true), (chat.Effects, chat.Mind.Mode, chat.Mind.Finished));
    }

    [Fact]
    public void Store_ThatSaysNotYet_IsReadAndAskedAgainAfterAPause()
    {
        var chat = TestChat.Following(snapshot: Taken()).After(30 * 60);

        chat.Do(Answered(chat.One<ConversationEffect.Expire>(), accepted: false)).Load(Taken());

        Assert.Equal("WakeAt", chat.Effects);
        Assert.True(chat.After(1).Has<ConversationEffect.Expire>());
    }

    [Fact]
    public void Store_ThatDoesNotAnswer_IsReadAndAskedAgain()
    {
        var chat = TestChat.Following(snapshot: Taken()).After(30 * 60);

        chat.Do(new ConversationOperation.Expired(chat.One<ConversationEffect.Expire>().Ticket, Answer: null)).Load(Taken());

        Assert.True(chat.After(1).Has<ConversationEffect.Expire>());
    }

    [Fact]
    public void End_ThatTheOwnerMovedOn_IsWaitedForAnew()
    {
        var chat = TestChat.Following(snapshot: Taken()).After(30 * 60);

        chat.Do(Answered(chat.One<ConversationEffect.Expire>(), accepted: false)).Load(Taken(4, End.AddMinutes(20)));

        Assert.Equal(End.AddMinutes(20), chat.One<ConversationEffect.WakeAt>().At);
        Assert.False(chat.After(19 * 60).Has<ConversationEffect.Expire>());
        Assert.True(chat.After(60).Has<ConversationEffect.Expire>());
    }

    [Fact]
    public void Epoch_ThatIsOver_RetiresTheChat()
    {
        var chat = TestChat.Following(snapshot: Taken()).After(30 * 60);

        chat.Do(new ConversationOperation.Expired(chat.One<ConversationEffect.Expire>().Ticket, new SliceAnswer<ModeAnswer>.Stale(2)));

        Assert.True(chat.Mind.Retired);
    }

    [Fact]
    public void Answer_OfAnEarlierEpoch_ChangesNothing()
    {
        var chat = TestChat.Following(snapshot: Taken()).After(30 * 60);
        var old = chat.One<ConversationEffect.Expire>();
        chat.Do(new ConversationOperation.Wake(2, new ConversationRules(), null)).Load(Taken());
        Assert.True(chat.Has<ConversationEffect.Expire>());

        Assert.Equal("", chat.Do(Answered(old, accepted: true)).Effects);
        Assert.False(chat.Mind.Finished);
    }

    [Fact]
    public void Bot_ThatDoesNotRun_HandsNothingBack() =>
        Assert.False(TestChat.Following(new ConversationRules { Running = false }, Taken()).After(30 * 60).Has<ConversationEffect.Expire>());

    [Fact]
    public void Operator_WhoTookOver_HasNoEnd()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(3) with { Mode = ChatMode.Human });

        Assert.Equal("", chat.Effects);
        Assert.False(chat.After(3600 * 24).Has<ConversationEffect.Expire>());
    }

    private static ConversationOperation.Expired Answered(ConversationEffect.Expire expire, bool accepted) => new(
        expire.Ticket, new SliceAnswer<ModeAnswer>.Accepted(new ModeAnswer { Accepted = accepted, Mode = accepted ? ChatMode.Persona : ChatMode.Human, Version = 4 }));
}
