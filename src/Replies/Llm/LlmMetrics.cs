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

    private static readonly KeyValuePair<string, object?> Reply = new("purpose", "reply");
    private static readonly KeyValuePair<string, object?> Analysis = new("purpose", "analysis");

    private static readonly KeyValuePair<string, object?> Speech = new("purpose", "speech");

    private readonly BotTag _bots;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _tokens;

    public LlmMetrics(IMeterFactory meters, BotTag bots)
    {
        _bots = bots;
        var meter = meters.Create(TelemetryNames.Meter);
        _duration = meter.CreateHistogram(
            "multibot.llm.duration", "s", "From the question to a bot's models to its outcome, attempts and waiting included.", tags: null, Buckets.Wait);
        _tokens = meter.CreateCounter<long>("multibot.llm.tokens", "{token}", "Tokens the endpoints counted.");
    }

    public void Show()
    {
        foreach (var purpose in (KeyValuePair<string, object?>[])[Reply, Analysis, Speech])
        {
            _tokens.Add(0, Input, purpose);
            _tokens.Add(0, Output, purpose);
        }
    }

    public void Record(BotId bot, Purpose purpose, ReplyOutcome outcome, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>(TelemetryNames.Outcome, (outcome as ReplyOutcome.Failed)?.Code ?? "written");
        var asked = purpose switch { Purpose.Reply => Reply, Purpose.Analysis => Analysis, _ => Speech };
        if (_bots.IsOn) _duration.Record(took.TotalSeconds, tag, asked, BotTag.Of(bot));
        else _duration.Record(took.TotalSeconds, tag, asked);
        if (outcome is not ReplyOutcome.Written written) return;
        Add(bot, written.Usage.InputTokens, Input, asked);
        Add(bot, written.Usage.OutputTokens, Output, asked);
    }

    private void Add(BotId bot, int tokens, KeyValuePair<string, object?> direction, KeyValuePair<string, object?> asked)
    {
        if (_bots.IsOn) _tokens.Add(tokens, direction, asked, BotTag.Of(bot));
        else _tokens.Add(tokens, direction, asked);
    }
}
