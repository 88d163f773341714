using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Session;

namespace MultiBot.Storage.Postgres.Conversations;

/// <summary>Chats that are to be read at the same time, after a start or when another silo is gone, go in few round trips.</summary>
internal sealed class ChatLoads : IAsyncDisposable
{
    /// <summary>With twenty lines each some 40 ms of a connection.</summary>
    private const int MostAtOnce = 100;

    private readonly ChatReader _reader;
    private readonly CallQueue<ChatQuestion, Task<ChatSnapshot>> _queue;

    /// <param name="reader">Reads several chats in one round trip.</param>
    /// <param name="lanes">Connections that do so at a time; the others stay free for other questions.</param>
    public ChatLoads(ChatReader reader, int lanes)
    {
        _reader = reader;
        _queue = new(CallAsync, asked => throw new InvalidOperationException($"Nothing was read of chat {asked.Key}."), MostAtOnce, lanes);
    }

    public async Task<ChatSnapshot> LoadAsync(ChatKey key, int history, int replies, CancellationToken cancellation) =>
        await await _queue.AskAsync(new ChatQuestion(key, Math.Max(history, 0), Math.Max(replies, 0)), cancellation);

    /// <summary>Answers what was asked before.</summary>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    /// <summary>What can't be read concerns the one who asked for it: the others are read without it.</summary>
    private async Task<Dictionary<ChatQuestion, Task<ChatSnapshot>>> CallAsync(IReadOnlyList<ChatQuestion> asked)
    {
        try
        {
            var chats = await _reader.LoadAsync(asked, CancellationToken.None);
            return asked.Zip(chats).ToDictionary(pair => pair.First, pair => Task.FromResult(pair.Second));
        }
        catch (Exception exception) when (exception is not StoreUnavailableException)
        {
            if (asked is [var one]) return new() { [one] = Task.FromException<ChatSnapshot>(exception) };
            var half = asked.Count / 2;
            var first = await CallAsync([.. asked.Take(half)]);
            return new(first.Concat(await CallAsync([.. asked.Skip(half)])));
        }
    }
}

/// <summary>A chat with so many of its last lines, and the times of so many of its last replies.</summary>
internal readonly record struct ChatQuestion(ChatKey Key, long History, long Replies);
