using System.Collections.Immutable;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>Words of voice messages: kept in mind from when they were heard, so that a dropped draft loses none, and stored with the turn that settles their message.</summary>
internal sealed partial class Transition
{
    private void Listened(ConversationOperation.Listened listened)
    {
        // Settled, deleted or erased meanwhile: then nobody needs them.
        if (!Next.Unanswered.Any(message => message.Id == listened.MessageId))
            return;

        Next.Words = Next.Words.SetItem(listened.MessageId, (listened.FileId, listened.Words));
        Next.Unanswered = WithWords(Next.Unanswered);
        if (Next.Draft is { Stage: DraftStage.Generating } draft)
            Next.Draft = draft with { Answers = WithWords(draft.Answers) };
    }

    private ImmutableArray<InboxMessage> WithWords(ImmutableArray<InboxMessage> messages) =>
        Next.Words.IsEmpty ? messages : [.. messages.Select(message => WordsOf(message) is { } words ? message with { Details = message.Details! with { Transcript = words } } : message)];

    private string? WordsOf(InboxMessage message) =>
        Next.Words.TryGetValue(message.Id, out var heard) && heard.FileId == message.Details?.FileId ? heard.Words : null;

    /// <summary>Of the messages that a turn settles, those whose words the store does not have yet.</summary>
    private IReadOnlyList<Transcription> TranscriptsOf(Draft draft) => Next.Words.IsEmpty
        ? []
        : [.. draft.Answers.Where(message => message.Details?.Transcript is { } words && words == WordsOf(message)).Select(message => new Transcription(message.Id, message.Text, message.Details!))];

    private void KeepWordsOf(IReadOnlyList<InboxMessage> unanswered)
    {
        if (!Next.Words.IsEmpty)
            Next.Words = Next.Words.RemoveRange(Next.Words.Keys.Where(id => !unanswered.Any(message => message.Id == id)));
    }

    private void ForgetWords(Draft draft)
    {
        if (!Next.Words.IsEmpty)
            Next.Words = Next.Words.RemoveRange(draft.Answers.Select(message => message.Id));
    }
}
