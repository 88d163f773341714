namespace MultiBot.Domain.Decisions;

/// <summary>Why a call of a model's was not carried out; rules of writing first have codes of their own.</summary>
public static class ToolReasons
{
    /// <summary>No tool of the bot's, or arguments that don't fit.</summary>
    public const string Refused = "tool.refused";

    /// <summary>The fact is known, or an operator has ended it.</summary>
    public const string NothingNew = "tool.nothing_new";

    /// <summary>The same reply arranged another moment after it.</summary>
    public const string Replaced = "tool.replaced";

    /// <summary>The words wait for an operator's approval.</summary>
    public const string Waits = "tool.waits_for_approval";
}
