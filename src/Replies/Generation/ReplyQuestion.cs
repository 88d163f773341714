using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Guards;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Prompts;
using MultiBot.Replies.Tools;

namespace MultiBot.Replies.Generation;

/// <summary>What does the persona answer?</summary>
internal sealed class ReplyQuestion(ReplyRequest request, DraftCheck drafts, Pictures pictures, bool hasTools) : Question(request.Bot, request.Chat, Purpose.Reply)
{
    private (IReadOnlyList<ChatMessage> Messages, ImmutableArray<string> Instructions) _prompt = ([], []);

    public override IReadOnlyList<ChatMessage> Prompt(int maxTokens)
    {
        _prompt = PromptBuilder.Compose(request, maxTokens, pictures);
        return _prompt.Messages;
    }

    public override IReadOnlyList<AITool> Tools => hasTools ? ToolSchemas.Of(ToolNames.Of(Bot, Chat)) : [];

    public override ToolDesk OpenDesk() => new(request);

    protected override ReplyOutcome Check(ReplyOutcome.Written answer)
    {
        var outcome = drafts.Of(answer, Bot);
        return outcome is ReplyOutcome.Written written ? written with { Prompt = Bot.Features.KeepPrompts ? Seen() : null } : outcome;
    }

    private SeenPrompt Seen() => new(_prompt.Instructions, [.. _prompt.Messages.Skip(1).Select(message => new SeenLine(message.Role.Value, message.Text))]);
}
