using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Prompts;
using MultiBot.Replies.Tools;

namespace MultiBot.Replies.Budgets;

/// <summary>A call to a model within a bot's budget: reserved before, settled after. What a failed call took nobody knows; it is not counted, but for drafts that were refused.</summary>
internal sealed class BudgetedCall(BotBudget budget, Question question, Prompt prompt)
{
    public async ValueTask<ReplyOutcome> RunAsync(Func<ValueTask<ReplyOutcome>> ask, CancellationToken cancellation)
    {
        Reservation? reserved;
        try
        {
            reserved = await budget.ReserveAsync(question.Bot, question.Chat, Estimate(), cancellation);
        }
        catch (StoreUnavailableException)
        {
            return LlmErrors.Failure(LlmErrors.BudgetUnknown);
        }

        if (reserved is null) return LlmErrors.Failure(LlmErrors.BudgetSpent);
        var taken = 0L;
        try
        {
            var outcome = await ask();
            taken = question.Wasted + (outcome is ReplyOutcome.Written { Usage: var usage } ? usage.Tokens : 0);
            return outcome;
        }
        finally
        {
            await budget.SettleAsync(reserved, taken);
        }
    }

    /// <summary>The most that it may take.</summary>
    private long Estimate()
    {
        var once = prompt.Tokens + question.Bot.Llm.MaxOutputTokens;
        return question.Tools.Count > 0 ? once * ToolRounds.Most : once;
    }
}
