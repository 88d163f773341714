using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Tests.Conversations;

/// <summary>Persons whom no bot may write to, persons who were erased, and what the system says itself.</summary>
public sealed class PrivacyTests
{
    [Fact]
    public void Messages_OfAPersonOnTheList_AreIgnoredAtOnceWithoutAModel()
    {
        var chat = TestChat.Following(new ConversationRules { Debounce = TimeSpan.FromSeconds(4) }, TestChat.Snapshot(1) with { DoNotContact = true });

        Assert.Equal("Load", chat.Hears(TestChat.Message(1)).Effects);
        chat.Load(TestChat.Snapshot(2) with { DoNotContact = true, Unanswered = [TestChat.Message(1)] });

        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal([new(1, InboxState.Ignored)], slice.Marks);
        Assert.Equal((PrivacyCodes.DoNotContact, 0, 1L), (slice.FailureCode, slice.Parts.Count, slice.AnsweredUpTo));
    }

    [Fact]
    public void Person_TakenOffTheList_IsAnsweredFromTheNextMessageOn()
    {
        var chat = TestChat.Following(new ConversationRules(), TestChat.Snapshot(1) with { DoNotContact = true }).Hears(TestChat.Message(1));

        chat.Load(TestChat.Snapshot(2) with { Unanswered = [TestChat.Message(1)] });

        Assert.True(chat.Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Erasure_DropsTheDraftAndAllThatIsKnownAtOnce()
    {
        var known = TestChat.Snapshot(3) with
        {
            ContactName = "Kim",
            LanguageCode = "de",
            MessageCount = 5,
            Memory = new StoredMemory(new ContactMemory { Summary = "secret" }, 2, 4),
            History = [new HistoryEntry { By = Author.Contact, Text = "secret", At = TestChat.Start }],
            Unanswered = [TestChat.Message(1)],
        };
        var chat = TestChat.Following(snapshot: known).After(10);
        Assert.True(chat.Mind.Draft is not null);

        chat.Do(new ConversationOperation.Erased());

        Assert.Equal("CancelDraft Load", chat.Effects);
        var mind = chat.Mind;
        Assert.True(mind is { Draft: null, ContactName: null, LanguageCode: null, MessageCount: 0, Open.IsEmpty: true, History.IsEmpty: true, Unanswered.IsEmpty: true });
        Assert.Equal((StoredMemory.None, StoredInitiative.None), (mind.Memory, mind.Initiative));
        chat.Load(TestChat.Snapshot(4) with { Erased = true });
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Erasure_WhileARowIsLeaving_EndsOnceItIsRecorded()
    {
        var chat = TestChat.Following(snapshot: TestChat.Snapshot(1, TestChat.Row(5, OutboxState.Pending), TestChat.Row(6, OutboxState.Pending) with { Part = 1 })).Grants();

        var ticket = chat.One<ConversationEffect.Send>().Ticket;

        chat.Do(new ConversationOperation.Erased());
        Assert.Equal(5, Assert.Single(chat.Mind.Open).Id);
        chat.Do(new ConversationOperation.SendFinished(ticket, new SendOutcome.Sent { SourceId = 9 }));

        var record = chat.One<ConversationEffect.Record>();
        chat.Do(new ConversationOperation.OutcomeAnswered(record.Ticket, new Domain.Storage.SliceAnswer<Domain.Storage.OutcomeRecorded>.Conflict()));
        chat.Load(TestChat.Snapshot(2) with { Erased = true });
        Assert.True(chat.Mind is { Finished: true, Open.IsEmpty: true });
    }

    [Theory]
    [InlineData("en", "/start", "An AI answers")]
    [InlineData("ru-RU", "/start", "искусственный интеллект")]
    [InlineData("de", "/start", "antwortet eine KI")]
    [InlineData("ky", "/start", "An AI answers")]
    public void Answers_AreInTheBotsLanguage(string language, string inConfirmation, string inPrivacy)
    {
        var answers = SystemAnswers.Of(Bot(new PersonaConfig { Language = language }));

        Assert.Contains(inConfirmation, answers.OptedOut, StringComparison.Ordinal);
        Assert.Contains(inPrivacy, answers.Privacy, StringComparison.Ordinal);
        Assert.Contains("/stop", answers.Privacy, StringComparison.Ordinal);
        Assert.InRange(answers.Privacy.Length, 100, 4000);
    }

    [Fact]
    public void Answers_OfABotWithItsOwnWords_AreThose() =>
        Assert.Equal("Ask Anna.", SystemAnswers.Of(Bot(new PersonaConfig { Privacy = "Ask Anna." })).Privacy);

    private static BotConfig Bot(PersonaConfig persona) =>
        new() { BotId = BotId.Parse("anna"), Name = "Anna", Telegram = new TelegramConfig { Token = new Secret("1:a") }, Persona = persona };
}
