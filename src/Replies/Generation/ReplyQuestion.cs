using MultiBot.Domain.Replies;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Generation;

/// <summary>What does the persona answer?</summary>
internal sealed class ReplyQuestion(ReplyRequest request) : Question(request.Bot, request.Chat, Purpose.Reply)
{
    public override IReadOnlyList<PromptLine> Prompt(int maxTokens) => PromptBuilder.Build(request, maxTokens);

    public override ReplyOutcome Check(ReplyOutcome.Written answer) => ReplyText.Tidy(answer.Text, Bot.Name, Bot.Llm.MaxOutputTokens) is { } text
        ? answer with { Text = text }
        : LlmErrors.Failure(LlmErrors.Empty);
}
