using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations;

public sealed class ListeningTests
{
    private static readonly ConversationRules Rules = new() { Debounce = TimeSpan.Zero };

    [Fact]
    public void Words_OfAVoiceMessage_AreStoredWithTheTurnThatSettlesIt()
    {
        var chat = TestChat.Following(Rules).Hears(Voice(1));
        var draft = chat.One<ConversationEffect.Generate>().Ticket;
        chat.Do(Listened(1));
        chat.Do(new ConversationOperation.DraftWritten(draft, "Well."));

        Assert.Equal([new Transcription(1, "m1", Voice(1).Details! with { Transcript = "hello" })], chat.One<ConversationEffect.Commit>().Slice.Transcripts);
        chat.Commits().Ends(new SendOutcome.Sent { SourceId = 5 }).Records();
        Assert.Equal("hello", chat.Mind.History[0].Details!.Transcript);
        Assert.Empty(Answer(chat.Hears(TestChat.Message(2))).Slice.Transcripts);
    }

    [Fact]
    public void Words_WhereAnOperatorLooksFirst_AreStoredWithTheDraft()
    {
        var chat = TestChat.Following(Rules with { Approval = true }).Hears(Voice(1));
        var draft = chat.One<ConversationEffect.Generate>().Ticket;
        chat.Do(Listened(1)).Do(new ConversationOperation.DraftWritten(draft, "Well."));

        var submit = chat.One<ConversationEffect.Submit>();
        Assert.Equal([new Transcription(1, "m1", Voice(1).Details! with { Transcript = "hello" })], submit.Slice.Transcripts);
        chat.Do(new ConversationOperation.Submitted(submit.Ticket, new SliceAnswer<DraftStored>.Accepted(new DraftStored { Id = 42 })));
        Assert.Equal("hello", chat.Mind.Unanswered[0].Details!.Transcript);
    }

    [Fact]
    public void Words_OutliveTheDraftThatWantedThem_AndAReading()
    {
        var chat = TestChat.Following(Rules).Hears(Voice(1)).Do(Listened(1)).Hears(TestChat.Message(2));
        Assert.Equal(["hello", null], chat.One<ConversationEffect.Generate>().Unanswered.Select(message => message.Details?.Transcript));

        chat.Do(new ConversationOperation.Changed());
        chat.Load(TestChat.Snapshot(2) with { Unanswered = [Voice(1), TestChat.Message(2)] });

        Assert.Equal("hello", chat.One<ConversationEffect.Generate>().Unanswered[0].Details!.Transcript);
        Assert.Equal(1, Assert.Single(Answer(chat).Slice.Transcripts).MessageId);
    }

    [Fact]
    public void Words_HeardInAnotherFile_AreNotThoseOfTheMessage()
    {
        var chat = TestChat.Following(Rules).Hears(Voice(1)).Do(Listened(1));
        chat.Do(new ConversationOperation.Changed());
        chat.Load(TestChat.Snapshot(2) with { Unanswered = [Voice(1) with { Details = new MessageDetails { FileId = "other" } }] });

        Assert.Null(chat.One<ConversationEffect.Generate>().Unanswered[0].Details!.Transcript);
        Assert.Empty(Answer(chat).Slice.Transcripts);
    }

    [Fact]
    public void Words_TheStoreKnowsAlready_AreNotStoredAgain()
    {
        var chat = TestChat.Following(Rules).Hears(Voice(1) with { Details = new MessageDetails { FileId = "f1", Transcript = "known" } });
        Assert.Empty(Answer(chat).Slice.Transcripts);
    }

    [Fact]
    public void Words_OfWhoWasErased_AreForgotten()
    {
        var chat = TestChat.Following(Rules).Hears(Voice(1));
        chat.Do(new ConversationOperation.Erased());
        chat.Do(Listened(1));
        chat.Do(new ConversationOperation.Changed());
        chat.Load(TestChat.Snapshot(2) with { Unanswered = [Voice(1)] });

        Assert.Null(chat.One<ConversationEffect.Generate>().Unanswered[0].Details!.Transcript);
    }

    [Fact]
    public void Message_ThatIsParked_KeepsItsWords()
    {
        var chat = TestChat.Following(Rules with { MaxAttempts = 1 }).Hears(Voice(1));
        var draft = chat.One<ConversationEffect.Generate>().Ticket;
        chat.Do(Listened(1));
        chat.Do(new ConversationOperation.DraftFailed(draft, "llm.refused", Transient: false, RetryAfter: null));

        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal((0, "hello"), (slice.Parts.Count, Assert.Single(slice.Transcripts).Details.Transcript));
    }

    private static InboxMessage Voice(long id) => TestChat.Message(id) with { Kind = MessageKind.Voice, Details = new MessageDetails { FileId = $"f{id}", Seconds = 3 } };

    private static ConversationOperation.Listened Listened(long id) => new(id, $"f{id}", "hello");

    private static ConversationEffect.Commit Answer(TestChat chat) => chat.Writes("Well.").One<ConversationEffect.Commit>();
}
