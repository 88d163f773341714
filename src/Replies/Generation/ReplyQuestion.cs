using MultiBot.Domain.Replies;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Generation;

/// <summary>What does the persona answer?</summary>
internal sealed class ReplyQuestion(ReplyRequest request) : Question(request.Bot, request.Chat, Purpose.Reply)
{
    private IReadOnlyList<PromptLine> _prompt = [];

    public override IReadOnlyList<PromptLine> Prompt(int maxTokens) => _prompt = PromptBuilder.Build(request, maxTokens);

    public override ReplyOutcome Check(ReplyOutcome.Written answer) => ReplyText.Tidy(answer.Text, Bot.Name, Bot.Llm.MaxOutputTokens) is { } text
        ? answer with { Text = text, Prompt = Bot.Features.KeepPrompts ? PromptRecord.Write(_prompt) : null }
        : LlmErrors.Failure(LlmErrors.Empty);
}
