using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Budgets;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Storage.Sqlite.Events;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Budgets;

internal sealed class SqliteTokenLedger(SqliteDatabase database, TimeProvider clock) : ITokenLedger
{
    private const string AddDay = "INSERT INTO token_days (bot_id, day) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    private const string Find = "SELECT taken, told FROM token_days WHERE bot_id = ?1 AND day = ?2";
    private const string Change = "UPDATE token_days SET taken = taken + ?3, told = told OR ?4 WHERE bot_id = ?1 AND day = ?2";
    private const string GiveBack = "UPDATE token_days SET taken = max(taken - ?3, 0) WHERE bot_id = ?1 AND day = ?2";

    /// <summary>Older days are of no use any more.</summary>
    private const string Forget = "DELETE FROM token_days WHERE bot_id = ?1 AND day < ?2 - 7";

    private const string Spent =
        """
        SELECT COALESCE(SUM(COALESCE(json_extract(inputs, '$.inputTokens'), 0) + COALESCE(json_extract(inputs, '$.outputTokens'), 0)), 0)
        FROM decisions WHERE bot_id = ?1 AND chat_id = ?2 AND at >= ?3
        """;

    public Task<long> TakeAsync(BotId bot, DateOnly day, TokenWish wish, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => Take(session, bot, day, wish), cancellation);

    public Task GiveBackAsync(BotId bot, DateOnly day, long tokens, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => session.Execute(GiveBack, bot, day.DayNumber, tokens), cancellation);

    public Task<long> SpentAsync(ChatKey chat, DateTimeOffset since, CancellationToken cancellation) => database.Open.Readers.ReadAsync(
        session =>
        {
            using var rows = session.Query(Spent, chat.Bot, chat.Chat, since);
            rows.Read();
            return rows.Int64(0);
        },
        cancellation);

    private long Take(SqliteSession session, BotId bot, DateOnly day, TokenWish wish)
    {
        session.Execute(AddDay, bot, day.DayNumber);
        var (taken, told) = Stored(session, bot, day);
        var granted = Math.Max(Math.Min(wish.Wanted, wish.Most - taken), 0);
        var isNews = granted < wish.Needed && !told;
        session.Execute(Change, bot, day.DayNumber, granted, isNews);
        session.Execute(Forget, bot, day.DayNumber);
        if (isNews)
        {
            var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            EventRows.Add(session, EventTypes.BudgetSpent, bot, null, clock.Micros(), string.Create(CultureInfo.InvariantCulture, $$"""{"day":"{{date}}","tokens":{{wish.Most}}}"""));
        }

        return granted;
    }

    private static (long Taken, bool Told) Stored(SqliteSession session, BotId bot, DateOnly day)
    {
        using var rows = session.Query(Find, bot, day.DayNumber);
        rows.Read();
        return (rows.Int64(0), rows.Flag(1));
    }
}
