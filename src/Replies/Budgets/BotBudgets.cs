using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Budgets;

namespace MultiBot.Replies.Budgets;

/// <summary>The budgets of the bots on this silo; each outlives the settings of its model.</summary>
internal sealed partial class BotBudgets(ITokenLedger ledger, TimeProvider time, ILogger<BotBudgets> logger)
{
    private readonly ConcurrentDictionary<BotId, BotBudget> _budgets = new();

    /// <summary>Null: the bot has no limit, and nothing is counted.</summary>
    public BotBudget? Of(BotConfig bot) => bot.Llm is { DailyTokenBudget: null, DailyTokensPerPerson: null }
        ? null
        : _budgets.GetOrAdd(bot.BotId, static (id, parts) => new BotBudget(id, parts.Ledger, parts.Time), (Ledger: ledger, Time: time));

    /// <summary>The bot leaves this silo.</summary>
    public async Task ReleaseAsync(BotId bot)
    {
        if (!_budgets.TryRemove(bot, out var budget)) return;
        try
        {
            await budget.ReleaseAsync();
        }
        catch (Exception exception)
        {
            NotReleased(exception, bot);
        }
    }

    [LoggerMessage(EventName = "budget.not_released", Level = LogLevel.Warning, Message = "Tokens that bot {BotId} has not spent could not be put back; they are lost for the day.")]
    private partial void NotReleased(Exception exception, BotId botId);
}
