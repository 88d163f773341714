using MultiBot.Domain.Memory;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Analyses;

/// <summary>What do new lines tell of the person?</summary>
internal sealed class AnalysisQuestion(AnalysisRequest request) : Question(request.Bot, request.Chat, Purpose.Analysis)
{
    /// <summary>What the last answer that passed <see cref="Check"/> says.</summary>
    public Analysis Found { get; private set; } = Analysis.Nothing;

    public override Prompt PromptWithin(int maxTokens) => AnalysisPrompt.Build(request, maxTokens);

    protected override ReplyOutcome Check(ReplyOutcome.Written answer)
    {
        if (AnalysisReader.Read(answer.Text, Bot.Persona.FocusTopics) is not { } found) return LlmErrors.Failure(LlmErrors.AnalysisInvalid);
        Found = found;
        return answer;
    }
}
