using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Llm;

/// <summary>One thing asked of a bot's models, and what counts as an answer to it.</summary>
internal abstract class Question(BotConfig bot, ChatId chat, Purpose purpose)
{
    public BotConfig Bot => bot;

    public ChatId Chat => chat;

    public Purpose Purpose => purpose;

    public abstract IReadOnlyList<PromptLine> Prompt(int maxTokens);

    /// <summary>The answer as it can be used, or why it can't; then the fall-back model may do better. Called for each model's answer.</summary>
    public abstract ReplyOutcome Check(ReplyOutcome.Written answer);
}
