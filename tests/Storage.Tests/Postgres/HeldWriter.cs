using System.Collections.Concurrent;
using MultiBot.Domain.Chats;
using MultiBot.Storage.Tests.Fixtures;
using Npgsql;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>A silo's writer, stopped between two groups: what is committed meanwhile waits, and then goes together.</summary>
internal sealed class HeldWriter : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ChatId Aside = new(987_654_321);

    private readonly ManualResetEventSlim _gate = new();
    private readonly TaskCompletionSource _inside = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<int> _sizes = new();
    private readonly SemaphoreSlim _told = new(0);

    /// <summary>How many slices went in each group since, in order; waits until as many are committed. The writer tells it after the answers.</summary>
    public async Task<IReadOnlyList<int>> SizesAsync(int slices)
    {
        while (_sizes.Sum() < slices) await _told.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return [.. _sizes];
    }

    /// <summary>Commits one message of the bot's in a chat that no test looks at, and stops there.</summary>
    public static async Task<HeldWriter> HoldAsync(PostgresFixture store, TestBot bot)
    {
        var held = new HeldWriter();
        store.Committed = _ =>
        {
            // Groups are told of after their answers: this may still be the one before.
            if (!IsStored(store)) return;
            store.Committed = held.Tell;
            held._inside.SetResult();
            held._gate.Wait();
        };
        await bot.ReceiveAsync(bot.Message(1, chat: Aside));
        await held._inside.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return held;
    }

    private static bool IsStored(PostgresFixture store)
    {
        using var connection = new NpgsqlConnection(store.Admin);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM multibot.chats WHERE chat_id = $1)", connection) { Parameters = { new() { Value = Aside.Value } } };
        return command.ExecuteScalar() is true;
    }

    public void Release() => _gate.Set();

    public void Dispose()
    {
        // Not disposed: the writer may just be telling.
        _gate.Set();
    }

    private void Tell(int size)
    {
        _sizes.Enqueue(size);
        _told.Release();
    }
}
