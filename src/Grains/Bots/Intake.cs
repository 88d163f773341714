using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Bots;

/// <summary>
/// Stores batches. A batch the store refuses is taken apart so that only the update at fault suffers: it is stored as
/// unreadable, parked for an operator, and if even that fails it is logged and left behind. A database that is away is not the
/// batch's fault: that is thrown, and the session delivers again.
/// </summary>
internal sealed partial class Intake(IConversationStore conversations, ILogger<Intake> logger)
{
    /// <summary>What was stored; null when the epoch is stale.</summary>
    public async Task<Received?> StoreAsync(ReceiveSlice slice)
    {
        slice = await WithWordsAsync(slice);
        try
        {
            return await CommitAsync(slice);
        }
        catch (Exception exception) when (exception is not StoreUnavailableException and not OperationCanceledException)
        {
            BatchRefused(exception, slice.Bot, slice.Batch.Updates.Length);
            return await StoreOneByOneAsync(slice);
        }
    }

    /// <summary>What is said in a voice message stays as it is when its caption is edited: what was heard in it goes on standing with it.</summary>
    private async Task<ReceiveSlice> WithWordsAsync(ReceiveSlice slice)
    {
        if (!slice.Batch.Updates.Any(IsOfAVoice))
            return slice;

        var updates = new List<InboundUpdate>(slice.Batch.Updates.Length);
        foreach (var update in slice.Batch.Updates)
        {
            updates.Add(IsOfAVoice(update) && update is MessageEdited edit
                && await conversations.ReadTranscriptAsync(new ChatKey(slice.Bot, edit.Chat), edit.SourceId, CancellationToken.None) is { } words
                    ? edit with { Details = edit.Details! with { Transcript = words } }
                    : update);
        }

        return slice with { Batch = slice.Batch with { Updates = [.. updates] } };
    }

    private static bool IsOfAVoice(InboundUpdate update) =>
        update is MessageEdited { Kind: MessageKind.Voice or MessageKind.VideoNote, Details: { FileId: not null, Transcript: null } };

    private async Task<Received?> StoreOneByOneAsync(ReceiveSlice slice)
    {
        var chats = new List<ChatAdvance>();
        var before = (await conversations.ReadCursorAsync(slice.Bot, CancellationToken.None))?.Next ?? 0;
        foreach (var updates in Apart(slice.Batch.Updates))
        {
            if (await StoreOneAsync(With(slice, before, updates)) is not { } one)
                return null;
            chats.AddRange(one.Chats);
        }

        if (await CommitAsync(With(slice, slice.Batch.Cursor)) is null)
            return null;
        return new Received { Chats = chats, Stored = chats.Sum(chat => chat.Messages.Length) };
    }

    private async Task<Received?> StoreOneAsync(ReceiveSlice single)
    {
        var (update, rest) = (single.Batch.Updates[0], single.Batch.Updates[1..]);
        try
        {
            return await CommitAsync(single);
        }
        catch (Exception exception) when (exception is not StoreUnavailableException and not OperationCanceledException)
        {
            UpdateRefused(exception, single.Bot, update.GetType().Name);
        }

        return WithoutWords(update) is { } bare ? await CommitAsync(With(single, single.Batch.Cursor, [bare, .. rest])) : new Received { Chats = [] };
    }

    /// <summary>Each alone, but for an opting out, which takes effect with its message.</summary>
    private static IEnumerable<InboundUpdate[]> Apart(InboundUpdate[] updates)
    {
        for (var at = 0; at < updates.Length; at++)
        {
            if (at + 1 < updates.Length && updates[at + 1] is AuthorOptedOut optedOut) yield return [updates[at++], optedOut];
            else yield return [updates[at]];
        }
    }

    /// <summary>What matters of it whatever the words are; null: nothing does.</summary>
    private static InboundUpdate? WithoutWords(InboundUpdate update) => update switch
    {
        MessageArrived message => message with { Text = "", SenderName = null, LanguageCode = null, Intent = Intent.None, Unreadable = "message.unstorable" },
        OwnerWrote { EditedAt: null } owner => owner with { Text = "", Details = null },
        _ => null,
    };

    private static ReceiveSlice With(ReceiveSlice slice, long cursor, params InboundUpdate[] updates) =>
        slice with { Batch = new UpdateBatch { Cursor = cursor, Updates = updates } };

    private async Task<Received?> CommitAsync(ReceiveSlice slice) =>
        await conversations.CommitAsync(slice, CancellationToken.None) switch
        {
            SliceAnswer<Received>.Accepted accepted => accepted.Result,
            SliceAnswer<Received>.Stale => null,
            _ => throw new InvalidOperationException("A batch of updates can't be in conflict with a chat."),
        };

    [LoggerMessage(EventName = "intake.batch_refused", Level = LogLevel.Error, Message = "The store refused a batch of {Count} updates of bot {BotId}; storing one by one.")]
    private partial void BatchRefused(Exception exception, BotId botId, int count);

    [LoggerMessage(EventName = "intake.update_refused", Level = LogLevel.Error, Message = "The store refused one {Kind} of bot {BotId}; it is parked if it can be.")]
    private partial void UpdateRefused(Exception exception, BotId botId, string kind);
}
