using System.Diagnostics.Metrics;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Telemetry;

namespace MultiBot.Replies.Llm;

/// <summary>How long models take and what they cost.</summary>
internal sealed class LlmMetrics : IInstruments
{
    private static readonly KeyValuePair<string, object?> Input = new("direction", "input");
    private static readonly KeyValuePair<string, object?> Output = new("direction", "output");

    private readonly BotTag _bots;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _tokens;

    public LlmMetrics(IMeterFactory meters, BotTag bots)
    {
        _bots = bots;
        var meter = meters.Create(TelemetryNames.Meter);
        _duration = meter.CreateHistogram(
            "multibot.llm.duration", "s", "From the call of the generator to its outcome, attempts and waiting included.", tags: null, Buckets.Wait);
        _tokens = meter.CreateCounter<long>("multibot.llm.tokens", "{token}", "Tokens the endpoints counted.");
    }

    public void Show()
    {
        _tokens.Add(0, Input);
        _tokens.Add(0, Output);
    }

    public void Record(BotId bot, ReplyOutcome outcome, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>(TelemetryNames.Outcome, (outcome as ReplyOutcome.Failed)?.Code ?? "written");
        if (_bots.IsOn) _duration.Record(took.TotalSeconds, tag, BotTag.Of(bot));
        else _duration.Record(took.TotalSeconds, tag);
        if (outcome is not ReplyOutcome.Written written) return;
        Add(bot, written.Usage.InputTokens, Input);
        Add(bot, written.Usage.OutputTokens, Output);
    }

    private void Add(BotId bot, int tokens, KeyValuePair<string, object?> direction)
    {
        if (_bots.IsOn) _tokens.Add(tokens, direction, BotTag.Of(bot));
        else _tokens.Add(tokens, direction);
    }
}
