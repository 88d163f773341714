using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Budgets;
using MultiBot.Domain.Chats;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;

namespace MultiBot.Storage.Postgres.Budgets;

internal sealed class PostgresTokenLedger(PostgresDatabase database) : ITokenLedger
{
    private const string Take = "SELECT take_tokens($1, $2, $3, $4, $5, $6)";
    private const string GiveBack = "UPDATE token_days SET taken = greatest(taken - $3, 0) WHERE bot_id = $1 AND day = $2";

    private const string Spent =
        """
        SELECT COALESCE((d.inputs ->> 'inputTokens')::bigint, 0) + COALESCE((d.inputs ->> 'outputTokens')::bigint, 0)
        FROM decisions d WHERE d.bot_id = $1 AND d.chat_id = $2 AND d.at >= $3
        """;

    private PostgresSessions Sessions => database.Open.Sessions;

    public async Task<long> TakeAsync(BotId bot, DateOnly day, TokenWish wish, CancellationToken cancellation)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var statement = new SqlStatement(Take, bot, day.DayNumber, date, wish.Needed, wish.Wanted, wish.Most);
        var granted = await Sessions.OfBotAsync(bot, rows => rows.FindAsync(row => row.GetInt64(0)), cancellation, statement);
        if (granted < wish.Needed) database.Open.News.Written();
        return granted;
    }

    public Task GiveBackAsync(BotId bot, DateOnly day, long tokens, CancellationToken cancellation) =>
        Sessions.ExecuteAsync(bot, cancellation, new SqlStatement(GiveBack, bot, day.DayNumber, tokens));

    public async Task<long> SpentAsync(ChatKey chat, DateTimeOffset since, CancellationToken cancellation)
    {
        var decisions = await Sessions.OfBotAsync(
            chat.Bot, rows => rows.ListAsync(row => row.GetInt64(0)), cancellation, new SqlStatement(Spent, chat.Bot, chat.Chat, since));
        return decisions.Sum();
    }
}
