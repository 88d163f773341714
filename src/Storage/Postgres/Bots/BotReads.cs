using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Configs;
using MultiBot.Storage.Keys;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Bots;

/// <summary>What every bot asks when it comes up, and who looks for it, for many bots in one call each.</summary>
internal sealed class BotReads(PostgresSessions sessions, DataKeys keys) : IAsyncDisposable
{
    private const string Rows = $"SELECT {BotRow.Columns}, version, wrapped, bot_id FROM read_bots($1)";
    private const string Cursors = "SELECT bot_id, cursor, cursor_at FROM read_cursors($1)";
    private const string Holders = "SELECT bot_id, member FROM holders($1)";
    private const string Unplanned = "SELECT bot_id, most, chat_id FROM unplanned_chats_of($1, $2)";
    private const string Unfinished = "SELECT bot_id, chat_id FROM unfinished_chats($1)";

    /// <summary>A configuration has a few KB; a call with this many is still over in ten milliseconds.</summary>
    private const int MostAtOnce = 200;

    private readonly CallQueue<BotId, BotWithKey?> _rows = Queue<BotWithKey?>(sessions, Rows, ReadRow, _ => null);

    private readonly CallQueue<BotId, SessionCursor?> _cursors = Queue<SessionCursor?>(
        sessions, Cursors, row => (BotId.Parse(row.GetString(0)), new SessionCursor(row.GetInt64(1), row.Time(2))), _ => null);

    private readonly CallQueue<BotId, string?> _holders = Queue<string?>(sessions, Holders, row => (BotId.Parse(row.GetString(0)), row.GetString(1)), _ => null);

    private readonly CallQueue<BotId, IReadOnlyList<ChatId>> _unfinished = new(bots => UnfinishedAsync(sessions, bots), _ => [], MostAtOnce);

    private readonly CallQueue<(BotId Bot, int Limit), IReadOnlyList<ChatId>> _unplanned = new(asked => UnplannedAsync(sessions, asked), _ => [], MostAtOnce);

    /// <summary>What can't be opened concerns the one who asked for it, not those whose questions went in the same call.</summary>
    public async Task<BotRecord?> RecordAsync(BotId bot, CancellationToken cancellation)
    {
        if (await _rows.AskAsync(bot, cancellation) is not { } found) return null;
        if (found.Key is { } key) keys.Know(bot, key);
        return found.Row.Open(bot, new BotConfigCodec(new SecretBox(keys)));
    }

    public Task<SessionCursor?> CursorAsync(BotId bot, CancellationToken cancellation) => _cursors.AskAsync(bot, cancellation);

    public Task<string?> HolderAsync(BotId bot, CancellationToken cancellation) => _holders.AskAsync(bot, cancellation);

    public Task<IReadOnlyList<ChatId>> UnfinishedAsync(BotId bot, CancellationToken cancellation) => _unfinished.AskAsync(bot, cancellation);

    public Task<IReadOnlyList<ChatId>> UnplannedAsync(BotId bot, int limit, CancellationToken cancellation) => _unplanned.AskAsync((bot, limit), cancellation);

    public async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync();
        await _cursors.DisposeAsync();
        await _holders.DisposeAsync();
        await _unfinished.DisposeAsync();
        await _unplanned.DisposeAsync();
    }

    private static CallQueue<BotId, T> Queue<T>(PostgresSessions sessions, string sql, Func<NpgsqlDataReader, (BotId, T)> read, Func<BotId, T> unanswered) => new(
        async bots => (await AskAsync(sessions, sql, bots, read)).ToDictionary(pair => pair.Bot, pair => pair.Answer), unanswered, MostAtOnce);

    private static async Task<Dictionary<BotId, IReadOnlyList<ChatId>>> UnfinishedAsync(PostgresSessions sessions, IReadOnlyList<BotId> bots) =>
        (await AskAsync(sessions, Unfinished, bots, row => (BotId.Parse(row.GetString(0)), row.Chat(1))))
        .GroupBy(pair => pair.Bot, pair => pair.Answer)
        .ToDictionary(chats => chats.Key, chats => (IReadOnlyList<ChatId>)[.. chats]);

    private static async Task<Dictionary<(BotId Bot, int Limit), IReadOnlyList<ChatId>>> UnplannedAsync(PostgresSessions sessions, IReadOnlyList<(BotId Bot, int Limit)> asked)
    {
        string[] bots = [.. asked.Select(one => one.Bot.Value)];
        int[] limits = [.. asked.Select(one => one.Limit)];
        var found = await sessions.OfAllAsync(
            rows => rows.ListAsync(row => (Asked: (BotId.Parse(row.GetString(0)), row.GetInt32(1)), Chat: row.Chat(2))), CancellationToken.None, new SqlStatement(Unplanned, bots, limits));
        return found.GroupBy(row => row.Asked, row => row.Chat).ToDictionary(chats => chats.Key, chats => (IReadOnlyList<ChatId>)[.. chats]);
    }

    private static Task<List<(BotId Bot, T Answer)>> AskAsync<T>(
        PostgresSessions sessions, string sql, IReadOnlyList<BotId> bots, Func<NpgsqlDataReader, (BotId, T)> read)
    {
        string[] ids = [.. bots.Select(bot => bot.Value)];
        return sessions.OfAllAsync(rows => rows.ListAsync(read), CancellationToken.None, new SqlStatement(sql, ids));
    }

    private static (BotId, BotWithKey?) ReadRow(NpgsqlDataReader row)
    {
        WrappedKey? key = row.IsDBNull(BotRow.ColumnCount) ? null : new WrappedKey(row.GetInt32(BotRow.ColumnCount), row.Bytes(BotRow.ColumnCount + 1));
        return (BotId.Parse(row.GetString(BotRow.ColumnCount + 2)), new BotWithKey(BotRow.Read(row), key));
    }

    private sealed record BotWithKey(BotRow Row, WrappedKey? Key);
}
