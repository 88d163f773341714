using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Commits;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;

namespace MultiBot.Storage.Postgres.Conversations;

internal sealed class PostgresConversationStore(PostgresDatabase database) : IConversationStore
{
    private const string SelectUnfinished =
        "SELECT chat_id FROM chats WHERE bot_id = $1 AND (last_in_id > answered_up_to OR requeued > 0 OR open_out > 0) ORDER BY chat_id";

    private const string SelectCursor = "SELECT cursor, cursor_at FROM telegram_sessions WHERE bot_id = $1 AND cursor IS NOT NULL";

    public Task<SliceAnswer<TResult>> CommitAsync<TResult>(Slice<TResult> slice, CancellationToken cancellation)
        where TResult : class => database.Open.Writer.CommitAsync((SliceJob<TResult>)JobFor(slice, cancellation), cancellation);

    public async Task<ChatSnapshot> LoadAsync(ChatKey key, int history, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await new ChatReader(database.Open.Sessions, database.Open.Codec).LoadAsync(key, history, cancellation);
    }

    public async Task<IReadOnlyList<ChatId>> ReadUnfinishedAsync(BotId bot, CancellationToken cancellation) =>
        await database.Open.Sessions.OfBotAsync(bot, rows => rows.ListAsync(row => row.Chat(0)), cancellation, new SqlStatement(SelectUnfinished, bot));

    public Task<SessionCursor?> ReadCursorAsync(BotId bot, CancellationToken cancellation) => database.Open.Sessions.OfBotAsync(
        bot, rows => rows.FindAsync(row => new SessionCursor(row.GetInt64(0), row.Time(1))), cancellation, new SqlStatement(SelectCursor, bot));

    private static SliceJob JobFor(Slice slice, CancellationToken cancellation) => slice switch
    {
        ReceiveSlice receive => new ReceiveJob(receive, cancellation),
        TurnSlice turn => new TurnJob(turn, cancellation),
        ClaimSlice claim => new ClaimJob(claim, cancellation),
        OutcomeSlice outcome => new OutcomeJob(outcome, cancellation),
        ModeSlice mode => new ModeJob(mode, cancellation),
        ParkedSlice parked => new ParkedJob(parked, cancellation),
        StatusSlice status => new StatusJob(status, cancellation),
        _ => throw new ArgumentException($"The store knows no slice {slice.GetType().Name}.", nameof(slice)),
    };
}
