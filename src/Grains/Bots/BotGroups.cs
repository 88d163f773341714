using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Groups;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Bots;

/// <summary>A bot's groups as its grain holds them, in the grain's turns only. A bot that is in none asks the store for nothing.</summary>
internal sealed class BotGroups(BotId bot, IConversationStore conversations, TimeProvider time)
{
    private GroupMoves _moves = GroupMoves.None;

    /// <summary>Before the session begins: its messages have to find their chats.</summary>
    public async Task OpenAsync(BotConfig config, CancellationToken cancellation)
    {
        if (config.Telegram.Groups is not GroupPolicy.None || config.AdminChatId < 0)
            _moves = GroupMoves.Of(await conversations.ReadGroupMovesAsync(bot, cancellation));
    }

    /// <summary>
    /// What of a batch is to be stored, under the chats that its groups are. A move is stored before the batch: should the batch come again,
    /// the same messages go the same way. Null: the epoch is stale.
    /// </summary>
    public async Task<UpdateBatch?> ComeInAsync(long epoch, UpdateBatch batch, BotConfig config, CancellationToken cancellation)
    {
        if (!batch.Updates.Any(IsOfAGroup))
            return batch;

        foreach (var move in batch.Updates.OfType<GroupMoved>())
        {
            if (await FollowAsync(epoch, move, cancellation) is null)
                return null;
        }

        var renamed = batch with { Updates = [.. batch.Updates.Select(_moves.In)] };
        var concerned = GroupIntake.Concerned(renamed);
        var unwelcome = concerned.Count > 0 ? await conversations.ReadUnwelcomeAsync(bot, concerned, cancellation) : [];
        return GroupIntake.Screen(renamed, config, unwelcome);
    }

    /// <summary>A group that has become a supergroup refuses, and certainly sent nothing: the message follows it. Where it can't, the chat is over.</summary>
    public async Task<SendOutcome> SendAsync(BotSession session, long epoch, OutgoingMessage message)
    {
        var outcome = await session.Send(_moves.Out(message));
        if (outcome is not SendOutcome.Rejected { MigratedTo: { } place } refused || !message.Chat.IsGroup)
            return outcome;

        try
        {
            return await FollowAsync(epoch, new GroupMoved { Chat = message.Chat, To = place }, CancellationToken.None) switch
            {
                true when session.IsRunning => await session.Send(_moves.Out(message)),
                false => refused with { Blocked = true },
                _ => new SendOutcome.SessionLost { Code = HolderCalls.Lost },
            };
        }
        catch (StoreUnavailableException)
        {
            return new SendOutcome.RateLimited { NotBefore = time.GetUtcNow() + BotGrain.LeavingPause, Code = refused.Code };
        }
    }

    public ChatId Place(ChatId chat) => _moves.Place(chat);

    /// <summary>Whether the group and the supergroup are one chat from now on; null: the epoch is stale.</summary>
    private async Task<bool?> FollowAsync(long epoch, GroupMoved move, CancellationToken cancellation)
    {
        if (_moves.Knows(move))
            return true;

        var slice = new GroupMoveSlice { Bot = bot, Epoch = epoch, Chat = move.Chat, To = move.To };
        if (await conversations.CommitAsync(slice, cancellation) is not SliceAnswer<GroupMoveStored>.Accepted { Result: var stored })
            return null;
        if (stored.Follows)
            _moves = _moves.With(move);
        return stored.Follows;
    }

    private static bool IsOfAGroup(InboundUpdate update) => update switch
    {
        MessageArrived message => message.Chat.IsGroup,
        MessageEdited edit => edit.Chat.IsGroup,
        ContactMembership membership => membership.Chat.IsGroup,
        OwnerWrote owner => owner.Chat.IsGroup,
        GroupMoved => true,
        _ => false,
    };
}
