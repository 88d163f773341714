using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Silo.Hosting;

/// <summary>
/// The silo's own database is asked once for everything that a message asks of it. Nothing is granted and nothing written: no lease has the
/// epoch of these calls, and no silo this life.
/// </summary>
internal sealed class StoreRehearsal(IBotStore bots, ILeases leases, IConversationStore conversations)
{
    private const long NoEpoch = 0;
    private static readonly ChatKey Chat = new(BotId.Parse("rehearsal"), new ChatId(1));

    public async Task PlayAsync(CancellationToken cancellation)
    {
        await bots.FindAsync(Chat.Bot, cancellation);
        await leases.ClaimAsync(Chat.Bot, Guid.NewGuid(), cancellation);
        await leases.FindHolderAsync(Chat.Bot, cancellation);
        await conversations.ReadCursorAsync(Chat.Bot, cancellation);
        await conversations.ReadUnfinishedAsync(Chat.Bot, cancellation);
        await conversations.LoadAsync(Chat, history: 20, replies: 0, cancellation);

        var message = new MessageArrived { Chat = Chat.Chat, SourceId = 1, Text = "Hello", At = DateTimeOffset.UnixEpoch };
        await conversations.CommitAsync(new ReceiveSlice { Bot = Chat.Bot, Epoch = NoEpoch, Batch = new UpdateBatch { Cursor = 1, Updates = [message] } }, cancellation);
        await conversations.CommitAsync(
            new TurnSlice
            {
                Bot = Chat.Bot, Epoch = NoEpoch, Chat = Chat.Chat, Id = Guid.NewGuid(), Basis = new TurnBasis(1, 1), AnsweredUpTo = 1,
                Parts = [new TurnPart("Hello", SendNow: true)],
            },
            cancellation);
        await conversations.CommitAsync(new ClaimSlice { Bot = Chat.Bot, Epoch = NoEpoch, Chat = Chat.Chat, RowId = 1, Attempt = 1, Id = Guid.NewGuid() }, cancellation);
        await conversations.CommitAsync(
            new OutcomeSlice { Bot = Chat.Bot, Epoch = NoEpoch, Chat = Chat.Chat, RowId = 1, Attempt = 1, ClaimEpoch = NoEpoch, State = OutboxState.Sent, SourceId = 1 },
            cancellation);
    }
}
