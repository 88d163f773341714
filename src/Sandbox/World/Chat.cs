namespace MultiBot.Sandbox.World;

/// <summary>
/// One chat between a bot and people: what they saw, in order, and whether the bot may write there.
/// Private chats and basic groups share the bot's message ids; a supergroup counts for itself, as on Telegram.
/// Guarded by its bot's gate.
/// </summary>
internal sealed class Chat(long id, ChatType type, int keep)
{
    private static readonly TimeSpan ActionLasts = TimeSpan.FromSeconds(5);

    private readonly List<ChatEntry> entries = [];
    private readonly List<ChatWatch> watches = [];
    private (string Name, DateTimeOffset At)? action;

    public long Id => id;

    public ChatType Type => type;

    /// <summary>The person of a private chat, once known.</summary>
    public Person? Person { get; set; }

    public string? Title { get; set; }

    /// <summary>A person has written here, so the bot may write too. Until then the chat is only being watched.</summary>
    public bool Started { get; set; }

    /// <summary>The person blocked the bot, or the group threw it out.</summary>
    public bool Blocked { get; set; }

    public long? MigratedTo { get; set; }

    /// <summary>Next id of a supergroup's own count.</summary>
    public int NextOwnId { get; set; } = 1;

    /// <summary>Messages the bot sent here, those no longer kept included.</summary>
    public int BotEntries { get; private set; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ChatEntry> Entries => entries;

    public RateWindow? Rate { get; set; }

    public void Add(ChatEntry entry)
    {
        if (entries.Count >= keep + (keep / 4) + 1)
            entries.RemoveRange(0, entries.Count - keep);
        entries.Add(entry);
        if (entry.From is not null)
            return;
        BotEntries++;
        action = null;
        WakeWatches();
    }

    /// <summary>A message by id, or null when there is none or it was deleted. Ids rise along the list.</summary>
    public ChatEntry? Find(int messageId)
    {
        var (low, high) = (0, entries.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].Id == messageId)
                return entries[middle].Deleted ? null : entries[middle];
            if (entries[middle].Id < messageId)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    public void ShowAction(string name, DateTimeOffset now) => action = (name, now);

    /// <summary>"typing" and the like, while Telegram would show it.</summary>
    public string? ActionAt(DateTimeOffset now) =>
        action is { } shown && now - shown.At < ActionLasts ? shown.Name : null;

    /// <summary>Completes once the bot has sent <paramref name="botEntries"/> messages here; at once when it has.</summary>
    public ChatWatch Watch(int botEntries)
    {
        var watch = new ChatWatch(botEntries);
        if (BotEntries >= botEntries)
            watch.Signal.TrySetResult();
        else
            watches.Add(watch);
        return watch;
    }

    public void Forget(ChatWatch watch) => watches.Remove(watch);

    public void WakeAllWatches()
    {
        foreach (var watch in watches)
            watch.Signal.TrySetResult();
        watches.Clear();
    }

    private void WakeWatches()
    {
        for (var index = watches.Count - 1; index >= 0; index--)
        {
            if (watches[index].BotEntries > BotEntries)
                continue;
            watches[index].Signal.TrySetResult();
            watches.RemoveAt(index);
        }
    }
}

internal enum ChatType
{
    Private,
    Group,
    Supergroup,
}

internal static class ChatIds
{
    /// <summary>Where the ids of supergroups begin, downwards.</summary>
    private const long Supergroups = -1_000_000_000_000;

    /// <summary>Telegram's ids tell the type: persons are positive, supergroups start with -100.</summary>
    public static ChatType TypeOf(long chatId) =>
        chatId > 0 ? ChatType.Private : chatId <= Supergroups ? ChatType.Supergroup : ChatType.Group;
}

/// <summary>Somebody waits for a number of messages from the bot.</summary>
internal sealed record ChatWatch(int BotEntries)
{
    public TaskCompletionSource Signal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
