using Microsoft.Extensions.AI;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Prompts;
using MultiBot.Replies.Tools;

namespace MultiBot.Replies.Llm;

/// <summary>One thing asked of a bot's models, and what counts as an answer to it.</summary>
internal abstract class Question(BotConfig bot, ChatId chat, Purpose purpose)
{
    public BotConfig Bot => bot;

    public ChatId Chat => chat;

    public Purpose Purpose => purpose;

    public abstract Prompt PromptWithin(int maxTokens);

    /// <summary>Tokens of answers that were no use: nobody who talks a model into them gets them for nothing.</summary>
    public long Wasted { get; private set; }

    /// <summary><see cref="Check"/>, with the cost of what it refuses kept in mind.</summary>
    public ReplyOutcome Judge(ReplyOutcome.Written answer)
    {
        var outcome = Check(answer);
        if (outcome is not ReplyOutcome.Written) Wasted += answer.Usage.Tokens;
        return outcome;
    }

    /// <summary>What the model may call meanwhile; none by default.</summary>
    public virtual IReadOnlyList<AITool> Tools => [];

    /// <summary>Takes the calls of one attempt. Asked for only where there are tools.</summary>
    public virtual ToolDesk OpenDesk() => throw new InvalidOperationException("This question has no tools.");

    /// <summary>The answer as it can be used, or why it can't; then the fall-back model may do better. Called for each model's answer.</summary>
    protected abstract ReplyOutcome Check(ReplyOutcome.Written answer);
}
