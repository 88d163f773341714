using System.ClientModel;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Budgets;
using MultiBot.Replies.Generation;
using MultiBot.Replies.Prompts;
using Polly;
using Polly.Timeout;

namespace MultiBot.Replies.Llm;

/// <summary>
/// The models of one bot with one set of LLM settings: total time-out, slots, main model, fall-back. It holds everything the
/// bot shares between its chats and nothing it shares with other bots but the connection pool. Once disposed, running calls
/// finish and new ones are refused as transient: the caller asks the factory again.
/// </summary>
internal sealed partial class BotModels : IDisposable
{
    private readonly BotId _bot;
    private readonly LlmTarget.Online _target;
    private readonly LlmConfig _settings;
    private readonly LlmOptions _options;
    private readonly LlmMetrics _metrics;
    private readonly BotBudgets _budgets;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ModelLine _main;
    private readonly ModelLine? _fallback;
    private readonly RateLimiter _slots;
    private readonly ResiliencePipeline<ReplyOutcome> _pipeline;

    /// <summary>Running calls, plus one until disposal: at zero the parts go.</summary>
    private int _users = 1;
    private int _disposed;

    public BotModels(BotConfig bot, LlmTarget.Online target, LlmParts parts)
    {
        (_bot, _settings, _target) = (bot.BotId, bot.Llm, target);
        (_options, _metrics, _budgets, _time, _logger) = (parts.Options, parts.Metrics, parts.Budgets, parts.Time, parts.Logger);
        _main = Line(target.Model, parts.Clients);
        _fallback = target.FallbackModel is { } model ? Line(model, parts.Clients) : null;
        _slots = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = _options.ConcurrencyPerBot,
            QueueLimit = _options.QueuePerBot,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _pipeline = new ResiliencePipelineBuilder<ReplyOutcome> { TimeProvider = _time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = _options.Timeout })
            .AddRateLimiter(_slots)
            .Build();
    }

    public LlmOptions Options => _options;

    /// <summary>The main model can look at pictures.</summary>
    public bool See => _settings.Vision ?? ModelTraits.Sees(_target.Provider, _target.Model);

    /// <summary>Never throws but when <paramref name="cancellation"/> fires, or for another bot's question.</summary>
    public async Task<ReplyOutcome> AskAsync(Question question, CancellationToken cancellation)
    {
        if (question.Bot.BotId != _bot) throw new ArgumentException("The request belongs to another bot.", nameof(question));
        cancellation.ThrowIfCancellationRequested();
        if (!TryEnter()) return LlmErrors.Failure(LlmErrors.Unavailable, TimeSpan.Zero);
        try
        {
            var started = _time.GetTimestamp();
            var outcome = await AskInTimeAsync(question, cancellation);
            Report(question, outcome, _time.GetElapsedTime(started));
            return outcome;
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) Leave();
    }

    private async Task<ReplyOutcome> AskInTimeAsync(Question question, CancellationToken cancellation)
    {
        var call = new Call(this, question);
        var context = ResilienceContextPool.Shared.Get(cancellation);
        try
        {
            var outcome = await _pipeline.ExecuteOutcomeAsync(static (inner, call) => call.AskAsync(inner.CancellationToken), context, call);
            cancellation.ThrowIfCancellationRequested();
            if (outcome.Exception is TimeoutRejectedException && !call.HasSlot) return LlmErrors.Failure(LlmErrors.Busy);
            return outcome.Result ?? LlmErrors.Of(outcome.Exception!, _time.GetUtcNow());
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ValueTask<ReplyOutcome> AskModelsAsync(Question question, CancellationToken cancellation)
    {
        var prompt = question.PromptWithin(_options.MaxPromptTokens);
        return _budgets.Of(question.Bot) is { } budget
            ? AskWithinAsync(budget, question, prompt, cancellation)
            : AskLinesAsync(question, prompt, cancellation);
    }

    private ValueTask<ReplyOutcome> AskWithinAsync(BotBudget budget, Question question, Prompt prompt, CancellationToken cancellation) =>
        new BudgetedCall(budget, question, prompt).RunAsync(() => AskLinesAsync(question, prompt, cancellation), cancellation);

    private ValueTask<ReplyOutcome> AskLinesAsync(Question question, Prompt prompt, CancellationToken cancellation) => _fallback is null
        ? _main.AskAsync(question, prompt, cancellation)
        : AskLinesAsync(_fallback, question, prompt, cancellation);

    private async ValueTask<ReplyOutcome> AskLinesAsync(ModelLine fallback, Question question, Prompt prompt, CancellationToken cancellation)
    {
        var first = await _main.AskAsync(question, prompt, cancellation);
        if (first is not ReplyOutcome.Failed failed || !LlmErrors.MayFallBack(failed.Code)) return first;

        FellBack(_bot, question.Chat, failed.Code, _main.Model, fallback.Model);
        var second = await fallback.AskAsync(question, prompt, cancellation);
        return second is ReplyOutcome.Failed { Transient: false } && failed.Transient ? failed : second;
    }

    private void Report(Question question, ReplyOutcome outcome, TimeSpan took)
    {
        _metrics.Record(_bot, question.Purpose, outcome, took);
        if (outcome is not ReplyOutcome.Failed failed) return;
        if (question.Purpose is Purpose.Reply) NoReply(_bot, question.Chat, failed.Code, failed.Transient, _target.Host, took.TotalMilliseconds);
        else NoAnalysis(_bot, question.Chat, failed.Code, failed.Transient, _target.Host, took.TotalMilliseconds);
    }

    private ModelLine Line(string model, LlmClients clients) => new(
        model, clients.Create(_target, model), new ModelTraits(_settings, _target.Provider, model, _options), _options, _time,
        exception => AttemptFailed(_bot, _target.Host, model, exception.GetType().Name, (exception as ClientResultException)?.Status ?? 0));

    private bool TryEnter()
    {
        for (var users = Volatile.Read(ref _users); users > 0 && Volatile.Read(ref _disposed) == 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users) return true;
            users = seen;
        }

        return false;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) > 0) return;
        _main.Dispose();
        _fallback?.Dispose();
        _slots.Dispose();
    }

    /// <summary>One question on its way through the pipeline.</summary>
    private sealed class Call(BotModels models, Question question)
    {
        public bool HasSlot { get; private set; }

        public async ValueTask<Outcome<ReplyOutcome>> AskAsync(CancellationToken cancellation)
        {
            HasSlot = true;
            try
            {
                return Outcome.FromResult(await models.AskModelsAsync(question, cancellation));
            }
            catch (OperationCanceledException cancelled) when (cancellation.IsCancellationRequested)
            {
                return Outcome.FromException<ReplyOutcome>(cancelled);
            }
        }
    }
}
