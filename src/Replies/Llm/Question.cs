using Microsoft.Extensions.AI;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Tools;

namespace MultiBot.Replies.Llm;

/// <summary>One thing asked of a bot's models, and what counts as an answer to it.</summary>
internal abstract class Question(BotConfig bot, ChatId chat, Purpose purpose)
{
    public BotConfig Bot => bot;

    public ChatId Chat => chat;

    public Purpose Purpose => purpose;

    public abstract IReadOnlyList<ChatMessage> Prompt(int maxTokens);

    /// <summary>What the model may call meanwhile; none by default.</summary>
    public virtual IReadOnlyList<AITool> Tools => [];

    /// <summary>Takes the calls of one attempt. Asked for only where there are tools.</summary>
    public virtual ToolDesk OpenDesk() => throw new InvalidOperationException("This question has no tools.");

    /// <summary>The answer as it can be used, or why it can't; then the fall-back model may do better. Called for each model's answer.</summary>
    public abstract ReplyOutcome Check(ReplyOutcome.Written answer);
}
