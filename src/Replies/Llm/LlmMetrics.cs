using System.Diagnostics.Metrics;
using MultiBot.Domain.Replies;

namespace MultiBot.Replies.Llm;

/// <summary>How long models take and what they cost, on the meter <c>MultiBot</c>.</summary>
internal sealed class LlmMetrics
{
    private static readonly KeyValuePair<string, object?> Input = new("direction", "input");
    private static readonly KeyValuePair<string, object?> Output = new("direction", "output");

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _tokens;

    public LlmMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("MultiBot");
        _duration = meter.CreateHistogram<double>("multibot.llm.duration", "s", "From the call of the generator to its outcome, attempts and waiting included.");
        _tokens = meter.CreateCounter<long>("multibot.llm.tokens", "{token}", "Tokens the endpoints counted.");
    }

    public void Record(ReplyOutcome outcome, TimeSpan took)
    {
        _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", (outcome as ReplyOutcome.Failed)?.Code ?? "written"));
        if (outcome is not ReplyOutcome.Written written) return;
        _tokens.Add(written.Usage.InputTokens, Input);
        _tokens.Add(written.Usage.OutputTokens, Output);
    }
}
