using BenchmarkDotNet.Attributes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.HotPieces;

/// <summary>The chat's mind over one whole message: woken, draft written, turn committed, sent, outcome recorded.</summary>
[MemoryDiagnoser]
public class ConversationBenchmarks
{
    private const long Epoch = 1;

    private Conversation chat = null!;
    private OutboxRow row = null!;

    [GlobalSetup]
    public void Load()
    {
        var snapshot = new ChatSnapshot { Key = SomeChat.Key, Version = SomeChat.Advance.FromVersion, Turn = 10, History = SomeChat.History, Disclosed = true };
        var woken = Conversation.Begin(SomeChat.Key, Guid.Empty).Apply(new ConversationOperation.Wake(Epoch, new ConversationRules(), null), SomeChat.Now);
        chat = woken.Next.Apply(new ConversationOperation.Loaded(One<ConversationEffect.Load>(woken).Ticket, snapshot), SomeChat.Now).Next;
        row = new OutboxRow { Id = 1, Turn = 11, Part = 0, Text = SomeChat.Reply, By = Author.Persona, State = OutboxState.Sending, Attempt = 1, Epoch = Epoch, ClaimedAt = SomeChat.Now };
        if (!WholeMessage().Finished)
            throw new InvalidOperationException("The message did not pass.");
    }

    [Benchmark]
    public Conversation WholeMessage()
    {
        var woken = chat.Apply(new ConversationOperation.Wake(Epoch, null, SomeChat.Advance), SomeChat.Now);
        var written = Apply(woken, new ConversationOperation.DraftWritten(One<ConversationEffect.Generate>(woken).Ticket, SomeChat.Reply));
        var committed = Apply(written, new ConversationOperation.TurnAnswered(
            One<ConversationEffect.Commit>(written).Ticket,
            new SliceAnswer<TurnCommitted>.Accepted(new TurnCommitted { Turn = row.Turn, Rows = [row] })));
        var sent = Apply(committed, new ConversationOperation.SendFinished(
            One<ConversationEffect.Send>(committed).Ticket, new SendOutcome.Sent { SourceId = 1 }));
        return Apply(sent, new ConversationOperation.OutcomeAnswered(
            One<ConversationEffect.Record>(sent).Ticket,
            new SliceAnswer<OutcomeRecorded>.Accepted(new OutcomeRecorded { Row = row with { State = OutboxState.Sent } }))).Next;
    }

    private static Conversation.Step Apply(Conversation.Step step, ConversationOperation operation) => step.Next.Apply(operation, SomeChat.Now);

    private static T One<T>(Conversation.Step step)
        where T : ConversationEffect
    {
        foreach (var effect in step.Effects)
        {
            if (effect is T wanted)
                return wanted;
        }

        throw new InvalidOperationException($"No {typeof(T).Name} among the effects.");
    }
}
