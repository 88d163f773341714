using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Bots;
using MultiBot.Storage.Configs;
using MultiBot.Storage.Keys;
using MultiBot.Storage.Postgres.Commits;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;

namespace MultiBot.Storage.Postgres.Bots;

/// <summary>The registry. Each call is one statement about one bot, with its event; only the status goes with the message path's commits.</summary>
internal sealed class PostgresBotStore(PostgresDatabase database, BotEraser eraser) : IBotStore
{
    private const string UpdateShouldRun = "UPDATE bots SET should_run = $2 WHERE bot_id = $1 AND removed_at IS NULL";

    private PostgresSessions Sessions => database.Open.Sessions;

    public Task<BotRecord?> FindAsync(BotId bot, CancellationToken cancellation) =>
        database.Open.Reads.RecordAsync(bot, cancellation);

    public async Task<bool> AddAsync(BotRecord bot, CancellationToken cancellation)
    {
        await database.Open.Keys.EnsureAsync(bot.Config.BotId, cancellation);
        var bare = SealedBot.Of(bot.Config, bot.OwnJson, Codec());
        var added = await Sessions.OfBotAsync(bare.Id, rows => rows.FindAsync(row => row.GetInt64(0) > 0), cancellation, BotRows.Insert(bare, bot));
        database.Open.News.Written();
        return added;
    }

    public async Task<BotRecord?> ReplaceAsync(BotConfig config, string ownJson, bool newAccount, long? expectedRevision, CancellationToken cancellation)
    {
        await database.Open.Keys.EnsureAsync(config.BotId, cancellation);
        var codec = Codec();
        var bot = SealedBot.Of(config, ownJson, codec);
        var row = await Sessions.OfBotAsync(bot.Id, rows => rows.FindAsync(BotRow.Read), cancellation, BotRows.Replace(bot, newAccount, expectedRevision));
        database.Open.News.Written();
        return row?.Open(bot.Id, codec);
    }

    public async Task<bool> SetShouldRunAsync(BotId bot, bool shouldRun, CancellationToken cancellation) =>
        await Sessions.ExecuteAsync(bot, cancellation, new SqlStatement(UpdateShouldRun, bot, shouldRun)) > 0;

    public Task<bool> RemoveAsync(BotId bot, bool erase, CancellationToken cancellation) => eraser.RemoveAsync(bot, erase, cancellation);

    public async Task<bool> SetStatusAsync(BotId bot, long epoch, BotState state, string? @event, CancellationToken cancellation)
    {
        var slice = new StatusSlice { Bot = bot, Epoch = epoch, State = state, Event = @event };
        return await database.Open.Writer.CommitAsync(new StatusJob(slice, cancellation), cancellation) is SliceAnswer<StatusStored>.Accepted;
    }

    public Task<TemplateRecord?> FindTemplateAsync(string name, CancellationToken cancellation) => TemplateRows.FindAsync(Sessions, name, cancellation);

    public Task<TemplateRecord?> PutTemplateAsync(string name, string json, long? expectedRevision, CancellationToken cancellation) =>
        TemplateRows.PutAsync(Sessions, name, json, expectedRevision, cancellation);

    public Task<bool> DeleteTemplateAsync(string name, CancellationToken cancellation) => TemplateRows.DeleteAsync(Sessions, name, cancellation);

    public async Task<IReadOnlyList<BotId>> ReadTemplateUsersAsync(string name, CancellationToken cancellation) => await TemplateRows.UsersAsync(Sessions, name, cancellation);

    private BotConfigCodec Codec() => new(new SecretBox(database.Open.Keys));
}
