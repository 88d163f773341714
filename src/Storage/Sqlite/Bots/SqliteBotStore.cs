using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Bots;
using MultiBot.Storage.Configs;
using MultiBot.Storage.Events;
using MultiBot.Storage.Keys;
using MultiBot.Storage.Sqlite.Conversations;
using MultiBot.Storage.Sqlite.Events;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Bots;

/// <summary>The registry. Writes share the commits of the message path.</summary>
internal sealed class SqliteBotStore(SqliteDatabase database, BotEraser eraser, TimeProvider clock) : IBotStore
{
    private const string UpdateShouldRun = "UPDATE bots SET should_run = ?2 WHERE bot_id = ?1 AND removed_at IS NULL";
    private const string UpdateStatus = "UPDATE bots SET status = ?2, silo = ?3, last_error = ?4, username = COALESCE(?5, username) WHERE bot_id = ?1";

    public Task<BotRecord?> FindAsync(BotId bot, CancellationToken cancellation)
    {
        var rows = Rows();
        return database.Open.Readers.ReadAsync(session => rows.Find(session, bot), cancellation);
    }

    public async Task<bool> AddAsync(BotRecord bot, CancellationToken cancellation)
    {
        await database.Open.Keys.EnsureAsync(bot.Config.BotId, cancellation);
        var bare = SealedBot.Of(bot.Config, bot.OwnJson, Codec());
        return await database.Open.Writer.RunAsync(session => Add(session, bare, bot), cancellation);
    }

    public async Task<BotRecord?> ReplaceAsync(BotConfig config, string ownJson, bool newAccount, long? expectedRevision, CancellationToken cancellation)
    {
        await database.Open.Keys.EnsureAsync(config.BotId, cancellation);
        var rows = Rows();
        var bot = SealedBot.Of(config, ownJson, Codec());
        return await database.Open.Writer.RunAsync(session => Replace(session, rows, bot, newAccount, expectedRevision), cancellation);
    }

    public Task<bool> SetShouldRunAsync(BotId bot, bool shouldRun, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => session.Execute(UpdateShouldRun, bot, shouldRun) > 0, cancellation);

    public Task<bool> RemoveAsync(BotId bot, bool erase, CancellationToken cancellation) => eraser.RemoveAsync(bot, erase, cancellation);

    public Task<bool> SetStatusAsync(BotId bot, long epoch, BotState state, string? @event, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => SetStatus(session, bot, epoch, state, @event), cancellation);

    public Task<TemplateRecord?> FindTemplateAsync(string name, CancellationToken cancellation) =>
        database.Open.Readers.ReadAsync(session => TemplateRows.Find(session, name), cancellation);

    public Task<TemplateRecord?> PutTemplateAsync(string name, string json, long? expectedRevision, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => TemplateRows.Put(session, name, json, expectedRevision, clock.Micros()), cancellation);

    public Task<bool> DeleteTemplateAsync(string name, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => TemplateRows.Delete(session, name), cancellation);

    public async Task<IReadOnlyList<BotId>> ReadTemplateUsersAsync(string name, CancellationToken cancellation) =>
        await database.Open.Readers.ReadAsync(session => TemplateRows.Users(session, name), cancellation);

    private BotConfigCodec Codec() => new(new SecretBox(database.Open.Keys));

    private BotRows Rows() => new(Codec());

    private bool Add(SqliteSession session, SealedBot bot, BotRecord record)
    {
        var now = clock.Micros();
        if (!BotRows.Add(session, bot, record, now)) return false;
        EventRows.Add(session, EventTypes.BotRegistered, bot.Id, null, now);
        return true;
    }

    private BotRecord? Replace(SqliteSession session, BotRows rows, SealedBot bot, bool newAccount, long? expectedRevision)
    {
        var now = clock.Micros();
        if (!BotRows.Replace(session, bot, newAccount, expectedRevision, now)) return null;
        EventRows.Add(session, EventTypes.BotConfigChanged, bot.Id, null, now);
        return rows.Find(session, bot.Id);
    }

    private bool SetStatus(SqliteSession session, BotId bot, long epoch, BotState state, string? @event)
    {
        if (!SliceDispatcher.MayWrite(session, bot, epoch, out _, out _)) return false;
        session.Execute(UpdateStatus, bot, (long)state.Status, state.Silo, state.LastError, state.Username);
        if (@event is not null) EventRows.Add(session, @event, bot, null, clock.Micros(), EventData.Status(state));
        return true;
    }
}
