using System.Collections.Immutable;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Groups;

/// <summary>
/// A bot's groups that became supergroups. Such a group stays the chat that it was, with its memory and its settings: what comes from the
/// supergroup is renamed on its way in, what goes there on its way out. A value.
/// </summary>
public sealed class GroupMoves
{
    /// <summary>Telegram's message ids have 31 bits. A supergroup counts anew, so that its ids could be those of the group: they are told apart by a higher bit.</summary>
    private const long AfterTheMove = 1L << 32;

    private readonly ImmutableDictionary<ChatId, ChatId> _to;
    private readonly ImmutableDictionary<ChatId, ChatId> _from;

    private GroupMoves(ImmutableDictionary<ChatId, ChatId> to, ImmutableDictionary<ChatId, ChatId> from) => (_to, _from) = (to, from);

    public static GroupMoves None { get; } = new(ImmutableDictionary<ChatId, ChatId>.Empty, ImmutableDictionary<ChatId, ChatId>.Empty);

    public static GroupMoves Of(IEnumerable<GroupMoved> moves) => moves.Aggregate(None, (known, move) => known.With(move));

    public GroupMoves With(GroupMoved move) => new(_to.SetItem(move.Chat, move.To), _from.SetItem(move.To, move.Chat));

    public bool Knows(GroupMoved move) => _to.TryGetValue(move.Chat, out var to) && to == move.To;

    /// <summary>Where Telegram has this chat.</summary>
    public ChatId Place(ChatId chat) => _to.GetValueOrDefault(chat, chat);

    /// <summary>Which chat it is.</summary>
    public ChatId ChatAt(ChatId place) => _from.GetValueOrDefault(place, place);

    public InboundUpdate In(InboundUpdate update) => _from.IsEmpty ? update : update switch
    {
        MessageArrived message when ChatAt(message.Chat) is var chat && chat != message.Chat => message with
        {
            Chat = chat, SourceId = message.SourceId | AfterTheMove, ReplyToSourceId = message.ReplyToSourceId | AfterTheMove, Details = In(message.Details, message.Chat, chat),
        },
        MessageEdited edit when ChatAt(edit.Chat) is var chat && chat != edit.Chat =>
            edit with { Chat = chat, SourceId = edit.SourceId | AfterTheMove, Details = In(edit.Details, edit.Chat, chat) },
        ContactMembership membership when ChatAt(membership.Chat) is var chat => membership with { Chat = chat },
        _ => update,
    };

    /// <summary>What it answers may be from before the move, where the supergroup has no such message: then it answers none.</summary>
    public OutgoingMessage Out(OutgoingMessage message) => Place(message.Chat) is var place && place == message.Chat
        ? message
        : message with { Chat = place, ReplyTo = message.ReplyTo >= AfterTheMove ? message.ReplyTo ^ AfterTheMove : null };

    /// <summary>Who writes in the name of the group is the group.</summary>
    private static MessageDetails? In(MessageDetails? details, ChatId place, ChatId chat) =>
        details?.AuthorId == place.Value ? details with { AuthorId = chat.Value } : details;
}
