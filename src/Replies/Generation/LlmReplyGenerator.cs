using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Analyses;
using MultiBot.Replies.Guards;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Offline;
using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Generation;

/// <summary>Replies and analyses of a bot that has a model. Both go the same way: the bot's slots, time-out, breakers and fall-back.</summary>
internal sealed class LlmReplyGenerator(BotModels models, DraftCheck drafts, OfflineReplyGenerator offline) : IReplyGenerator, IMemoryAnalyst, IDisposable
{
    public async Task<ReplyOutcome> GenerateAsync(ReplyRequest request, CancellationToken cancellation)
    {
        var pictures = models.See ? await PictureReader.ReadAsync(request, models.Options, cancellation) : Pictures.None;
        var hasTools = ToolNames.Of(request.Bot, request.Chat).Count > 0;
        var outcome = await models.AskAsync(new ReplyQuestion(request, drafts, pictures, hasTools), cancellation);
        // A picture that a model can't read, one that can't see after all, a server that knows no tools: all refuse the whole request.
        if ((pictures.Count > 0 || hasTools) && outcome is ReplyOutcome.Failed { Code: LlmErrors.BadRequest })
            outcome = await models.AskAsync(new ReplyQuestion(request, drafts, Pictures.None, hasTools: false), cancellation);
        return outcome is ReplyOutcome.Failed { Code: LlmErrors.BudgetSpent } && request.Bot.Llm.WhenSpent is BudgetPolicy.OfflineReply
            ? StandIn(await offline.GenerateAsync(request, cancellation), LlmErrors.BudgetSpent)
            : OrOfflineReply(outcome, request.Bot.Persona);
    }

    public async Task<AnalysisOutcome> AnalyzeAsync(AnalysisRequest request, CancellationToken cancellation)
    {
        var question = new AnalysisQuestion(request);
        return await models.AskAsync(question, cancellation) switch
        {
            ReplyOutcome.Written answer => new AnalysisOutcome.Found(question.Found, answer.Usage),
            ReplyOutcome.Failed failed => new AnalysisOutcome.Failed(failed.Code, failed.Transient, failed.RetryAfter),
            var other => throw new InvalidOperationException($"Unknown outcome {other}."),
        };
    }

    public void Dispose() => models.Dispose();

    private static ReplyOutcome StandIn(ReplyOutcome outcome, string fault) => outcome is ReplyOutcome.Written written ? written with { Fault = fault } : outcome;

    private static ReplyOutcome OrOfflineReply(ReplyOutcome outcome, PersonaConfig persona) =>
        outcome is ReplyOutcome.Failed failed && LlmErrors.IsOutOfReach(failed.Code) && !string.IsNullOrWhiteSpace(persona.OfflineReply)
            ? StandIn(new ReplyOutcome.Written(persona.OfflineReply.Trim(), ReplyUsage.None), failed.Code)
            : outcome;
}
