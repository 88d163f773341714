using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;

namespace MultiBot.Replies.Offline;

/// <summary>
/// Answers for bots without a model, so that everything works before a key is there: the persona's own offline reply, or thanks
/// for what came and a fixed question on the first focus topic not asked about yet. The same request gives the same reply. It learns nothing
/// about anybody: there is nothing to read with.
/// </summary>
internal sealed class OfflineReplyGenerator : IReplyGenerator, IMemoryAnalyst
{
    public Task<ReplyOutcome> GenerateAsync(ReplyRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<ReplyOutcome>(new ReplyOutcome.Written(Write(request), ReplyUsage.None));
    }

    public Task<AnalysisOutcome> AnalyzeAsync(AnalysisRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<AnalysisOutcome>(new AnalysisOutcome.Found(Analysis.Nothing, ReplyUsage.None));
    }

    private static string Write(ReplyRequest request)
    {
        var persona = request.Bot.Persona;
        if (request.Unasked is null && !string.IsNullOrWhiteSpace(persona.OfflineReply)) return persona.OfflineReply.Trim();

        var phrases = OfflinePhrases.In(persona.Language);
        if (request.Unasked is { } unasked) return $"{phrases.Greeting(unasked.TimeOfDay)} {Question(request, phrases)}";
        var thanks = phrases.Thanks(request.Unanswered[^1].Kind, request.Unanswered.Count > 1);
        return $"{thanks} {Question(request, phrases)}";
    }

    private static string Question(ReplyRequest request, OfflinePhrases phrases)
    {
        var topics = request.Bot.Persona.FocusTopics.Where(topic => !string.IsNullOrWhiteSpace(topic)).Select(topic => topic.Trim()).ToArray();
        if (topics.Length == 0) topics = OfflinePhrases.Topics;
        var questions = topics.Select(phrases.Question).ToArray();
        return questions.FirstOrDefault(question => !WasAsked(request, question)) ?? questions[0];
    }

    private static bool WasAsked(ReplyRequest request, string question) =>
        request.History.Any(entry => entry.By is Author.Persona && entry.Text.Contains(question, StringComparison.Ordinal));
}
