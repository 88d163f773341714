using Microsoft.Extensions.AI;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Generation;
using MultiBot.Replies.Prompts;
using MultiBot.Replies.Tools;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace MultiBot.Replies.Llm;

/// <summary>
/// One model of one bot: its client, its breaker, its attempts. Main model and fall-back each have a line of their own, so that a
/// main model that is down does not close the way to the other. Answers with an outcome; throws only when the token fires.
/// </summary>
internal sealed class ModelLine : IDisposable
{
    private readonly IChatClient _client;
    private readonly PlainCompletion? _plain;
    private readonly ModelTraits _traits;
    private readonly LlmOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _trouble;
    private readonly ResiliencePipeline<ReplyOutcome> _pipeline;

    /// <summary><paramref name="trouble"/> is told of each exception of an attempt before it is reduced to a code.</summary>
    public ModelLine(string model, ModelClient client, ModelTraits traits, LlmOptions options, TimeProvider time, Action<Exception> trouble)
    {
        (Model, _client, _traits, _options, _time, _trouble) = (model, client.Any, traits, options, time, trouble);
        if (!options.Streaming && client.Plain is { } plain) _plain = new PlainCompletion(plain, model, traits.FieldsOfReplies);
        _pipeline = new ResiliencePipelineBuilder<ReplyOutcome> { TimeProvider = time }
            .AddRetry(Retry(options))
            .AddCircuitBreaker(Breaker(options))
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.AttemptTimeout })
            .Build();
    }

    public string Model { get; }

    public async ValueTask<ReplyOutcome> AskAsync(Question question, Prompt prompt, CancellationToken cancellation)
    {
        var context = ResilienceContextPool.Shared.Get(cancellation);
        try
        {
            var outcome = await _pipeline.ExecuteOutcomeAsync(static (inner, call) => call.Line.AttemptAsync(call.Question, call.Prompt, inner.CancellationToken), context, (Line: this, Question: question, Prompt: prompt));
            cancellation.ThrowIfCancellationRequested();
            var answer = outcome.Result ?? LlmErrors.Of(outcome.Exception!, _time.GetUtcNow());
            return answer is ReplyOutcome.Written written ? question.Judge(written) : answer;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The edge to the SDK: whatever it throws becomes an outcome, or a cancellation when it was told to stop.</summary>
    private async ValueTask<Outcome<ReplyOutcome>> AttemptAsync(Question question, Prompt prompt, CancellationToken cancellation)
    {
        try
        {
            if (_plain is not null && PlainCompletion.Fits(question, prompt)) return Outcome.FromResult(await _plain.AskAsync(prompt, cancellation));
            return Outcome.FromResult(question.Tools.Count > 0
                ? await new ToolRounds(AskAsync, _traits.For(question.Purpose), Model).RunAsync(question, prompt.Messages(), cancellation)
                : ResponseReader.Read(await AskAsync(prompt.Messages(), _traits.For(question.Purpose), cancellation), Model));
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            return Outcome.FromException<ReplyOutcome>(new OperationCanceledException(cancellation));
        }
        catch (Exception exception)
        {
            _trouble(exception);
            return Outcome.FromResult<ReplyOutcome>(LlmErrors.Of(exception, _time.GetUtcNow()));
        }
    }

    private Task<ChatResponse> AskAsync(IReadOnlyList<ChatMessage> prompt, ChatOptions chat, CancellationToken cancellation) => _options.Streaming
        ? StreamReader.ReadAsync(_client.GetStreamingResponseAsync, prompt, chat, _options, _time, cancellation)
        : _client.GetResponseAsync(prompt, chat, cancellation);

    private static RetryStrategyOptions<ReplyOutcome> Retry(LlmOptions options) => new()
    {
        MaxRetryAttempts = Math.Max(1, options.Attempts - 1),
        Delay = options.RetryDelay,
        MaxDelay = options.MaxRetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        DelayGenerator = static args => new(args.Outcome.Result is ReplyOutcome.Failed { RetryAfter: { } asked } ? asked : null),
        ShouldHandle = args => new(options.Attempts > 1
            && args.Outcome.Result is ReplyOutcome.Failed failed
            && LlmErrors.IsWorthAnotherAttempt(failed.Code)
            && (failed.RetryAfter ?? TimeSpan.Zero) <= options.MaxRetryDelay),
    };

    private static CircuitBreakerStrategyOptions<ReplyOutcome> Breaker(LlmOptions options) => new()
    {
        FailureRatio = options.BreakerFailureRatio,
        MinimumThroughput = options.BreakerMinimumAttempts,
        SamplingDuration = options.BreakerSampling,
        BreakDuration = options.BreakerPause,
        ShouldHandle = static args => new(args.Outcome.Exception is TimeoutRejectedException
            || (args.Outcome.Result is ReplyOutcome.Failed failed && LlmErrors.IsEndpointTrouble(failed.Code))),
    };
}
