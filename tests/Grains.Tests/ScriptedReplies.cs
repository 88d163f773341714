using System.Collections.Concurrent;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Replies;

namespace MultiBot.Grains.Tests;

/// <summary>A model that does what each bot's test says, and remembers what it was asked.</summary>
public sealed class ScriptedReplies : IReplyGeneratorFactory
{
    private readonly ConcurrentDictionary<BotId, Func<ReplyRequest, CancellationToken, Task<ReplyOutcome>>> _scripts = new();

    public ConcurrentQueue<ReplyRequest> Requests { get; } = new();

    public void Script(BotId bot, Func<ReplyRequest, CancellationToken, Task<ReplyOutcome>> script) => _scripts[bot] = script;

    public IReplyGenerator For(BotConfig bot) => new Generator(this, bot.BotId);

    public IMemoryAnalyst AnalystFor(BotConfig bot) => Nothing.New;

    public IVoiceListener? ListenerFor(BotConfig bot) => null;

    public void Forget(BotId bot)
    {
    }

    public static ReplyOutcome Says(string text) => new ReplyOutcome.Written(text, ReplyUsage.None);

    /// <summary>Names every message it answers.</summary>
    private static Task<ReplyOutcome> Echo(ReplyRequest request, CancellationToken cancellation) =>
        Task.FromResult(Says("re: " + string.Join(" + ", request.Unanswered.Select(message => message.Text))));

    private sealed class Generator(ScriptedReplies replies, BotId bot) : IReplyGenerator
    {
        public Task<ReplyOutcome> GenerateAsync(ReplyRequest request, CancellationToken cancellation)
        {
            replies.Requests.Enqueue(request);
            return replies._scripts.GetValueOrDefault(bot, Echo)(request, cancellation);
        }
    }

    /// <summary>Reads everything and learns nothing.</summary>
    private sealed class Nothing : IMemoryAnalyst
    {
        public static Nothing New { get; } = new();

        public Task<AnalysisOutcome> AnalyzeAsync(AnalysisRequest request, CancellationToken cancellation) =>
            Task.FromResult<AnalysisOutcome>(new AnalysisOutcome.Found(Analysis.Nothing, ReplyUsage.None));
    }
}
