using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Budgets;

/// <summary>
/// The tokens of bots' days, as they stand in the store. A silo takes some in advance and spends them from memory, so that no call to a model
/// waits for the database, and no crash lets a bot spend more than its day has: what had been taken and not spent is lost for the day.
/// Called by the replies of a silo, from many threads. Each throws <see cref="Storage.StoreUnavailableException"/> when the database is away.
/// </summary>
public interface ITokenLedger
{
    /// <summary>
    /// Takes tokens: as many as wanted, or what is left. When that is less than needed the day is spent, which is told by an event, once a day.
    /// </summary>
    Task<long> TakeAsync(BotId bot, DateOnly day, TokenWish wish, CancellationToken cancellation);

    /// <summary>Puts back what was taken and not spent. Not to be called again when the result is unknown: it would be put back twice.</summary>
    Task GiveBackAsync(BotId bot, DateOnly day, long tokens, CancellationToken cancellation);

    /// <summary>What the answers in a chat took since then.</summary>
    Task<long> SpentAsync(ChatKey chat, DateTimeOffset since, CancellationToken cancellation);
}

/// <summary>What is asked of a bot's day.</summary>
/// <param name="Needed">With less there is no use.</param>
/// <param name="Wanted">At least as many.</param>
/// <param name="Most">What the day has in all.</param>
public readonly record struct TokenWish(long Needed, long Wanted, long Most);
