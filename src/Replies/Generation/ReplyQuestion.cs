using Microsoft.Extensions.AI;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Guards;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Prompts;
using MultiBot.Replies.Tools;

namespace MultiBot.Replies.Generation;

/// <summary>What does the persona answer?</summary>
internal sealed class ReplyQuestion(ReplyRequest request, DraftCheck drafts, Pictures pictures, bool hasTools) : Question(request.Bot, request.Chat, Purpose.Reply)
{
    private Prompt? _prompt;

    public override Prompt PromptWithin(int maxTokens) => _prompt = PromptBuilder.Build(request, maxTokens, pictures);

    public override IReadOnlyList<AITool> Tools => hasTools ? ToolSchemas.Of(ToolNames.Of(Bot, Chat)) : [];

    public override ToolDesk OpenDesk() => new(request);

    protected override ReplyOutcome Check(ReplyOutcome.Written answer)
    {
        var outcome = drafts.Of(answer, Bot);
        return outcome is ReplyOutcome.Written written ? written with { Prompt = Bot.Features.KeepPrompts ? _prompt?.Words : null } : outcome;
    }
}
