using MultiBot.Domain.Bots;
using MultiBot.Domain.Budgets;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Schedules;

namespace MultiBot.Replies.Budgets;

/// <summary>
/// The tokens of one bot on this silo. They are taken from the day in advance, some calls' worth at a time, reserved before each call and
/// settled with what it took. The day is the persona's; a call belongs to the day on which it began.
/// </summary>
internal sealed class BotBudget(BotId bot, ITokenLedger ledger, TimeProvider time) : IDisposable
{
    /// <summary>Of the day's tokens, taken at once: as many a crash may cost the bot.</summary>
    private const double Stock = 0.02;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<ChatId, long> _people = [];
    private DateOnly _day;
    private long _left;

    /// <summary>Null: there are not as many left, for the bot or for this person.</summary>
    /// <param name="config">The bot's, with its limits.</param>
    /// <param name="chat">Whose answer it is.</param>
    /// <param name="tokens">As many as the call may take.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Reservation?> ReserveAsync(BotConfig config, ChatId chat, long tokens, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await BeginDayAsync(config, cancellation);
            if (!await HasRoomAsync(config, chat, tokens, cancellation)) return null;
            if (config.Llm.DailyTokenBudget is { } most && !await HasStockAsync(most, tokens, cancellation)) return null;

            Count(chat, tokens);
            return new Reservation(_day, chat, tokens);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The call is over and took so many.</summary>
    public async Task SettleAsync(Reservation reserved, long taken)
    {
        await _turn.WaitAsync();
        try
        {
            if (reserved.Day == _day) Count(reserved.Chat, taken - reserved.Tokens);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Puts back what was not spent: the bot leaves this silo.</summary>
    public async Task ReleaseAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await GiveBackAsync(CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task BeginDayAsync(BotConfig config, CancellationToken cancellation)
    {
        var today = LocalDays.Of(time.GetUtcNow(), ZoneOf(config));
        if (today == _day) return;
        await GiveBackAsync(cancellation);
        _day = today;
        _people.Clear();
    }

    private async Task<bool> HasRoomAsync(BotConfig config, ChatId chat, long tokens, CancellationToken cancellation)
    {
        if (config.Llm.DailyTokensPerPerson is not { } most) return true;
        if (!_people.TryGetValue(chat, out var spent))
            _people[chat] = spent = await ledger.SpentAsync(new ChatKey(bot, chat), LocalDays.StartOf(_day, ZoneOf(config)), cancellation);
        return spent + tokens <= most;
    }

    private async Task<bool> HasStockAsync(int most, long tokens, CancellationToken cancellation)
    {
        if (_left < tokens)
        {
            var needed = tokens - _left;
            _left += await ledger.TakeAsync(bot, _day, new TokenWish(needed, Math.Max(needed, (long)(most * Stock)), most), cancellation);
        }

        return _left >= tokens;
    }

    private void Count(ChatId chat, long tokens)
    {
        _left -= tokens;
        if (_people.TryGetValue(chat, out var spent)) _people[chat] = spent + tokens;
    }

    private async Task GiveBackAsync(CancellationToken cancellation)
    {
        // Without a limit nothing is taken, and what is spent makes the stock negative.
        var left = Math.Max(_left, 0);
        _left = 0;
        if (left > 0) await ledger.GiveBackAsync(bot, _day, left, cancellation);
    }

    private static TimeZoneInfo ZoneOf(BotConfig config) => TimeZoneInfo.FindSystemTimeZoneById(config.Persona.TimeZone);
}

/// <summary>Tokens set aside for one call.</summary>
internal sealed record Reservation(DateOnly Day, ChatId Chat, long Tokens);
