using System.Globalization;
using MultiBot.Sandbox.Journal;

namespace MultiBot.Sandbox.World;

/// <summary>
/// One bot: its updates, chats and poller. Everything mutable is touched under <see cref="Gate"/> only, which is never
/// held across an await, so bots do not wait for each other.
/// </summary>
internal sealed class SandboxBot(long id, int firstMessageId, int firstUpdateId, SandboxOptions options)
{
    private readonly Dictionary<long, Chat> chats = [];
    private int nextMessageId = firstMessageId;

    public Lock Gate { get; } = new();

    public long Id => id;

    public string FirstName { get; set; } = string.Create(CultureInfo.InvariantCulture, $"Sandbox bot {id}");

    public string Username { get; set; } = string.Create(CultureInfo.InvariantCulture, $"sandbox_{id}_bot");

    /// <summary>The first secret seen; another one is refused.</summary>
    public string? Secret { get; set; }

    public bool Revoked { get; set; }

    public string? Webhook { get; set; }

    public LongPoll? Poll { get; set; }

    public UpdateQueue Updates { get; } = new(firstUpdateId);

    public SessionTrail Sessions { get; } = new(options.SessionsKept);

    public FileShelf Files { get; } = new();

    /// <summary>Command lists by scope and language, as the bot sent them.</summary>
    public Dictionary<(string? Scope, string? Language), string> Commands { get; } = [];

    public RateLimits? Limits { get; set; }

    public RateWindow? Rate { get; set; }

    public IReadOnlyDictionary<long, Chat> Chats => chats;

    public Chat? FindChat(long chatId) => chats.GetValueOrDefault(chatId);

    public Chat OpenChat(long chatId, ChatType type)
    {
        if (!chats.TryGetValue(chatId, out var chat))
            chats[chatId] = chat = new Chat(chatId, type, options.ChatLogSize) { Rate = Limits?.ForChat(type) };
        return chat;
    }

    /// <summary>Ids rise along a chat; boxes are shared as Telegram shares them.</summary>
    public int DrawMessageId(Chat chat) => chat.Type is ChatType.Supergroup ? chat.NextOwnId++ : nextMessageId++;

    public void Limit(RateLimits? limits)
    {
        Limits = limits;
        Rate = limits?.ForBot();
        foreach (var chat in chats.Values)
            chat.Rate = limits?.ForChat(chat.Type);
    }

    /// <summary>Ends everything that waits for this bot: it is about to be forgotten.</summary>
    public void Close()
    {
        Poll?.End(PollEnd.Reset);
        foreach (var chat in chats.Values)
            chat.WakeAllWatches();
    }
}
