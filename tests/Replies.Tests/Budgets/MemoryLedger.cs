using MultiBot.Domain.Bots;
using MultiBot.Domain.Budgets;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;

namespace MultiBot.Replies.Tests.Budgets;

/// <summary>The days of bots in memory, by the rules of the contract that both databases keep to.</summary>
internal sealed class MemoryLedger : ITokenLedger
{
    private readonly Lock _changing = new();
    private readonly Dictionary<(BotId, DateOnly), long> _taken = [];

    /// <summary>What people are said to have spent before.</summary>
    public long Spent { get; set; }

    public bool IsAway { get; set; }

    public long Taken(BotId bot, DateOnly day)
    {
        lock (_changing) return _taken.GetValueOrDefault((bot, day));
    }

    public Task<long> TakeAsync(BotId bot, DateOnly day, TokenWish wish, CancellationToken cancellation)
    {
        if (IsAway) throw new StoreUnavailableException("away");
        lock (_changing)
        {
            var taken = _taken.GetValueOrDefault((bot, day));
            var granted = Math.Max(Math.Min(wish.Wanted, wish.Most - taken), 0);
            _taken[(bot, day)] = taken + granted;
            return Task.FromResult(granted);
        }
    }

    public Task GiveBackAsync(BotId bot, DateOnly day, long tokens, CancellationToken cancellation)
    {
        lock (_changing) _taken[(bot, day)] -= tokens;
        return Task.CompletedTask;
    }

    public Task<long> SpentAsync(ChatKey chat, DateTimeOffset since, CancellationToken cancellation) => Task.FromResult(Spent);
}
