namespace MultiBot.Domain.Replies;

/// <summary>Codes of docs/errors.md that decide what becomes of a message.</summary>
public static class ReplyCodes
{
    /// <summary>The bot, or this person, has no tokens left for the day: the messages are ignored.</summary>
    public const string BudgetSpent = "llm.budget_spent";
}
