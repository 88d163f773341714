using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using MultiBot.Domain.Replies;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace MultiBot.Replies.Llm;

/// <summary>
/// The one place that says what a model's trouble is called and whether time heals it. Codes stand in docs/errors.md, section
/// "Replies". Nothing of a response's text is kept: it may echo the prompt or the key.
/// </summary>
internal static class LlmErrors
{
    public const string Timeout = "llm.timeout";
    public const string Unavailable = "llm.unavailable";
    public const string RateLimited = "llm.rate_limited";
    public const string KeyRejected = "llm.key_rejected";
    public const string BadRequest = "llm.bad_request";
    public const string Empty = "llm.empty";
    public const string BreakerOpen = "llm.breaker_open";
    public const string Busy = "llm.busy";
    public const string ContentFiltered = "llm.content_filtered";
    public const string Failed = "llm.failed";
    public const string BudgetSpent = ReplyCodes.BudgetSpent;
    public const string BudgetUnknown = "llm.budget_unknown";
    public const string AnalysisInvalid = "llm.analysis_invalid";

    /// <summary>An account without credit refuses with 402 or 429; asking again within seconds is pointless.</summary>
    private static readonly TimeSpan QuotaPause = TimeSpan.FromMinutes(10);

    public static ReplyOutcome.Failed Failure(string code, TimeSpan? retryAfter = null) => new(code, IsTransient(code), retryAfter);

    /// <summary>Time heals what is about load or reach; everything else needs a person, or another try at most.</summary>
    public static bool IsTransient(string code) => code is Timeout or Unavailable or RateLimited or BreakerOpen or Busy or BudgetUnknown;

    /// <summary>Worth another attempt with the same model at once. A time-out is not: it has used up its share of the call.</summary>
    public static bool IsWorthAnotherAttempt(string code) => code is Unavailable or RateLimited;

    /// <summary>Says something about the endpoint's health, so the breaker counts it.</summary>
    public static bool IsEndpointTrouble(string code) => code is Timeout or Unavailable;

    /// <summary>Another model may do better, unless the key they share is the trouble.</summary>
    public static bool MayFallBack(string code) => code is not KeyRejected;

    /// <summary>No model can be reached now: the persona's offline reply may stand in.</summary>
    public static bool IsOutOfReach(string code) => code is Timeout or Unavailable or BreakerOpen or KeyRejected;

    public static ReplyOutcome.Failed Of(Exception exception, DateTimeOffset now) => exception switch
    {
        ClientResultException { Status: > 0 } refused => OfStatus(refused.Status, refused.GetRawResponse(), now),
        BrokenCircuitException broken => Failure(BreakerOpen, broken.RetryAfter),
        TimeoutRejectedException or TimeoutException or OperationCanceledException => Failure(Timeout),
        RateLimiterRejectedException => Failure(Busy),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => Failure(Failed),
        ClientResultException { InnerException: { } inner } => Of(inner, now),
        AggregateException { InnerException: { } inner } => Of(inner, now),
        ClientResultException or HttpRequestException or IOException => Failure(Unavailable),
        _ => Failure(Failed),
    };

    private static ReplyOutcome.Failed OfStatus(int status, PipelineResponse? response, DateTimeOffset now) => status switch
    {
        401 or 403 => Failure(KeyRejected),
        402 => Failure(RateLimited, QuotaPause),
        408 => Failure(Timeout),
        429 when ErrorCode(response) is "insufficient_quota" => Failure(RateLimited, QuotaPause),
        429 => Failure(RateLimited, RetryAfter(response, now)),
        409 or 425 or >= 500 => Failure(Unavailable, RetryAfter(response, now)),
        >= 400 when ErrorCode(response) is "content_filter" => Failure(ContentFiltered),
        >= 300 => Failure(BadRequest),
        _ => Failure(Failed),
    };

    /// <summary>Milliseconds in <c>retry-after-ms</c>, else seconds or a date in <c>Retry-After</c> (RFC 9110, 10.2.3).</summary>
    private static TimeSpan? RetryAfter(PipelineResponse? response, DateTimeOffset now)
    {
        if (response is null) return null;
        if (response.Headers.TryGetValue("retry-after-ms", out var ms) && Number(ms) is { } millis) return TimeSpan.FromMilliseconds(millis);
        if (!response.Headers.TryGetValue("Retry-After", out var text)) return null;
        if (Number(text) is { } seconds) return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? TimeSpan.FromTicks(Math.Clamp((at - now).Ticks, 0, MaxRetryAfter.Ticks))
            : null;
    }

    /// <summary>What a server may ask at most; a larger number is a mistake of its clock or its unit.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(1);

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= MaxRetryAfter.TotalMilliseconds
            ? number
            : null;

    private static string? ErrorCode(PipelineResponse? response)
    {
        try
        {
            if (response is null) return null;
            using var body = JsonDocument.Parse(response.Content);
            return body.RootElement.TryGetProperty("error", out var error) && error.TryGetProperty("code", out var code)
                && code.ValueKind is JsonValueKind.String ? code.GetString() : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null; // no JSON object: then there is no code in it
        }
    }
}
