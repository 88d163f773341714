using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Replies;

/// <summary>A tool that a model called while it wrote a reply, for the record of the decision.</summary>
/// <param name="Name">As the model said it, at most <see cref="LongestName"/> characters; perhaps of no tool.</param>
/// <param name="Arguments">JSON as the model gave it, at most <see cref="LongestArguments"/> characters.</param>
/// <param name="Result">What the model was told.</param>
/// <param name="Request">What is to be done; null when the call was refused.</param>
public sealed record ToolCall(string Name, string Arguments, string Result, ToolRequest? Request)
{
    public const int LongestName = 64;
    public const int LongestArguments = 1_000;
}

/// <summary>
/// What a model asks for with a tool. Closed. Nothing of it is done while the reply is written: a draft may become stale, and a request of a
/// stale draft is none. The reply's turn carries them out in its transaction.
/// </summary>
public abstract record ToolRequest
{
    private ToolRequest() { }

    /// <summary>A fact of the person, to be learned with <see cref="Memory.MemorySource.Tool"/>. <paramref name="Topic"/>: one of the persona's, or <see cref="Memory.Fact.OtherTopic"/>.</summary>
    public sealed record Remember(string Topic, string Text) : ToolRequest;

    /// <summary>Write to the person again then, whatever the dice say, if the rules of writing first allow it.</summary>
    public sealed record WriteAgain(DateTimeOffset At, string About) : ToolRequest;

    /// <summary>Something only the operator can answer or decide.</summary>
    public sealed record AskOperator(string Question) : ToolRequest;
}

/// <summary>Names of the tools, as in <c>features.tools</c>.</summary>
public static class ToolNames
{
    public const string Remember = "remember";
    public const string WriteAgain = "writeAgain";
    public const string AskOperator = "askOperator";

    public static IReadOnlyList<string> All { get; } = [Remember, WriteAgain, AskOperator];

    /// <summary>Those that a bot has in a chat. They note and plan for its one person: none in groups. Where nothing may be written first, nothing can be arranged.</summary>
    public static IReadOnlyList<string> Of(BotConfig bot, ChatId chat)
    {
        if (chat.IsGroup) return [];
        return bot.WritesFirst && chat.Value != bot.AdminChatId ? bot.Features.Tools : [.. bot.Features.Tools.Where(name => name != WriteAgain)];
    }
}
