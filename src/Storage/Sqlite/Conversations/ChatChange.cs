using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>One chat while a batch changes it.</summary>
internal sealed class ChatChange(ChatRow row, Tombstone? gone)
{
    private readonly long from = row.Version;

    public ChatRow Row => row;

    /// <summary>The person was erased once, and may be back.</summary>
    public Tombstone? Gone => gone;
    public List<InboxMessage> Messages { get; } = [];

    /// <summary>Something happened that new messages alone don't tell.</summary>
    public bool Reload { get; set; }

    /// <summary>False when the batch brought nothing the chat's follower should hear of.</summary>
    public bool Touched => Reload || Messages.Count > 0;

    public ChatAdvance ToAdvance() => new()
    {
        Chat = row.Id,
        FromVersion = from,
        Version = row.Version,
        Messages = [.. Messages],
        Reload = Reload,
        ContactName = row.ContactName,
        LanguageCode = row.Language,
    };
}
