using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>
/// Telegram and the people's screens: keeps updates until a poll with a higher offset confirms them, takes sends, and, where
/// sends are idempotent, drops a copy with the same (chat, turn, part).
/// </summary>
internal sealed class ModelTelegram(World world, bool idempotentSends)
{
    /// <summary>Answered for what was dropped as a copy.</summary>
    public const long IdOfCopies = 1;

    private readonly List<(long Id, InboundUpdate Update)> _updates = [];
    private readonly List<Action> _pollers = [];
    private readonly HashSet<ChatId> _blocked = [];
    private readonly HashSet<(ChatId Chat, long Turn, int Part)> _keys = [];
    private long _lastUpdate;
    private long _lastMessage;

    /// <summary>Nothing that the bot has not confirmed, up to the given cursor.</summary>
    public bool Holds(long cursor) => _updates.Exists(update => update.Id >= cursor);

    public long NewMessageId() => ++_lastMessage;

    public bool IsBlocked(ChatId chat) => _blocked.Contains(chat);

    public void Push(InboundUpdate update)
    {
        if (update is ContactMembership membership)
            _ = membership.Blocked ? _blocked.Add(membership.Chat) : _blocked.Remove(membership.Chat);
        _updates.Add((++_lastUpdate, update));
        var waiting = _pollers.ToList();
        _pollers.Clear();
        waiting.ForEach(poll => world.Schedule.After(TimeSpan.FromMilliseconds(5), poll));
    }

    /// <summary>The next updates from the offset on; all before it are confirmed. Null: none yet, <paramref name="again"/> is called when there are.</summary>
    public UpdateBatch? Poll(long offset, Action again)
    {
        _updates.RemoveAll(update => update.Id < offset);
        if (_updates.Count == 0)
        {
            _pollers.Add(again);
            return null;
        }

        var taken = _updates.Take(1 + world.Chance.Below(4)).ToList();
        var updates = taken.Select(update => update.Update).ToList();
        if (world.Chance.In(world.Weather.UpdateTwice))
            updates.Add(world.Chance.Of([.. updates]));
        return new UpdateBatch { Cursor = taken[^1].Id + 1, Updates = [.. updates] };
    }

    /// <summary>The message reaches the person, or why not.</summary>
    public SendOutcome Deliver(OutgoingMessage message)
    {
        if (_blocked.Contains(message.Chat))
            return new SendOutcome.Rejected { Code = "telegram.blocked", Blocked = true };
        if (!_keys.Add((message.Chat, message.Turn, message.Part)) && idempotentSends)
            return new SendOutcome.Sent { SourceId = IdOfCopies };

        world.Trace.Note($"eyes: {message.Chat} sees «{message.Text}» (row {message.RowId})");
        world.Judge.PersonSaw(message);
        return new SendOutcome.Sent { SourceId = NewMessageId() };
    }
}
