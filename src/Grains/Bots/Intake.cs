using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Conversations;
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
    public async Task<Received?> StoreAsync(BotId bot, long epoch, UpdateBatch batch, SystemAnswers answers)
    {
        try
        {
            return await CommitAsync(bot, epoch, batch, answers);
        }
        catch (Exception exception) when (exception is not StoreUnavailableException and not OperationCanceledException)
        {
            BatchRefused(exception, bot, batch.Updates.Length);
            return await StoreOneByOneAsync(bot, epoch, batch, answers);
        }
    }

    private async Task<Received?> StoreOneByOneAsync(BotId bot, long epoch, UpdateBatch batch, SystemAnswers answers)
    {
        var chats = new List<Domain.Chats.ChatAdvance>();
        var before = (await conversations.ReadCursorAsync(bot, CancellationToken.None))?.Next ?? 0;
        foreach (var update in batch.Updates)
        {
            if (await StoreOneAsync(bot, epoch, new UpdateBatch { Cursor = before, Updates = [update] }, answers) is not { } one)
                return null;
            chats.AddRange(one.Chats);
        }

        if (await CommitAsync(bot, epoch, new UpdateBatch { Cursor = batch.Cursor, Updates = [] }, answers) is null)
            return null;
        return new Received { Chats = chats, Stored = chats.Sum(chat => chat.Messages.Length) };
    }

    private async Task<Received?> StoreOneAsync(BotId bot, long epoch, UpdateBatch single, SystemAnswers answers)
    {
        try
        {
            return await CommitAsync(bot, epoch, single, answers);
        }
        catch (Exception exception) when (exception is not StoreUnavailableException and not OperationCanceledException)
        {
            UpdateRefused(exception, bot, single.Updates[0].GetType().Name);
        }

        if (single.Updates[0] is not MessageArrived message)
            return new Received { Chats = [] };

        var unreadable = message with { Text = "", SenderName = null, LanguageCode = null, Intent = Intent.None, Unreadable = "message.unstorable" };
        return await CommitAsync(bot, epoch, single with { Updates = [unreadable] }, answers);
    }

    private async Task<Received?> CommitAsync(BotId bot, long epoch, UpdateBatch batch, SystemAnswers answers)
    {
        var slice = new ReceiveSlice { Bot = bot, Epoch = epoch, Batch = batch, Answers = answers };
        return await conversations.CommitAsync(slice, CancellationToken.None) switch
        {
            SliceAnswer<Received>.Accepted accepted => accepted.Result,
            SliceAnswer<Received>.Stale => null,
            _ => throw new InvalidOperationException("A batch of updates can't be in conflict with a chat."),
        };
    }

    [LoggerMessage(EventName = "intake.batch_refused", Level = LogLevel.Error, Message = "The store refused a batch of {Count} updates of bot {BotId}; storing one by one.")]
    private partial void BatchRefused(Exception exception, BotId botId, int count);

    [LoggerMessage(EventName = "intake.update_refused", Level = LogLevel.Error, Message = "The store refused one {Kind} of bot {BotId}; it is parked if it can be.")]
    private partial void UpdateRefused(Exception exception, BotId botId, string kind);
}
