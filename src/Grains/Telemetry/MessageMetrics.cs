using System.Diagnostics.Metrics;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Telemetry;

namespace MultiBot.Grains.Telemetry;

/// <summary>What is counted and timed on the path of a message. Nothing is allocated, and next to nothing done while nobody listens.</summary>
internal sealed class MessageMetrics : IInstruments
{
    private readonly BotTag _bots;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _outcomes;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _overhead;

    public MessageMetrics(IMeterFactory meters, BotTag bots)
    {
        _bots = bots;
        var meter = meters.Create(TelemetryNames.Meter);
        _received = meter.CreateCounter<long>("multibot.messages.received", "{message}", "New messages of people that were stored.");
        _sent = meter.CreateCounter<long>("multibot.messages.sent", "{message}", "Messages of ours that Telegram took.");
        _outcomes = meter.CreateCounter<long>(
            "multibot.send.outcomes", "{attempt}", "Attempts to send, by what became of them; interrupted: found as its sender, who is gone, had left it.");
        _duration = meter.CreateHistogram(
            "multibot.reply.duration", "s", "From the storing of the newest message that a reply answers to the sending of its first part.", tags: null, Buckets.Wait);
        _overhead = meter.CreateHistogram(
            "multibot.reply.overhead", "s", "The same without what was waited for on purpose: the writer, the model, typing, the pace of sending.", tags: null, Buckets.Work);
    }

    public void Show()
    {
        _received.Add(0);
        _sent.Add(0);
        foreach (var outcome in SendOutcomes.All) _outcomes.Add(0, Tag(outcome));
    }

    public void Received(BotId bot, int messages)
    {
        if (messages > 0) Add(_received, bot, messages);
    }

    public void Sent(BotId bot, SendOutcome outcome)
    {
        Count(bot, SendOutcomes.NameOf(outcome));
        if (outcome is SendOutcome.Sent) Add(_sent, bot, 1);
    }

    /// <summary>What a step of a chat's mind has found out.</summary>
    public void Found(BotId bot, ConversationEffect.Record record)
    {
        if (record.Interrupted) Count(bot, SendOutcomes.Interrupted);
        if (record.Reply is not { } reply) return;
        Time(_duration, bot, reply.Duration);
        Time(_overhead, bot, reply.Overhead);
    }

    private void Count(BotId bot, string outcome)
    {
        if (_bots.IsOn) _outcomes.Add(1, Tag(outcome), BotTag.Of(bot));
        else _outcomes.Add(1, Tag(outcome));
    }

    private void Add(Counter<long> counter, BotId bot, int count)
    {
        if (_bots.IsOn) counter.Add(count, BotTag.Of(bot));
        else counter.Add(count);
    }

    private void Time(Histogram<double> histogram, BotId bot, TimeSpan took)
    {
        if (_bots.IsOn) histogram.Record(took.TotalSeconds, BotTag.Of(bot));
        else histogram.Record(took.TotalSeconds);
    }

    private static KeyValuePair<string, object?> Tag(string outcome) => new(TelemetryNames.Outcome, outcome);
}
