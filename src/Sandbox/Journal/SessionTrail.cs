namespace MultiBot.Sandbox.Journal;

/// <summary>
/// Who used one bot's token, and in which order: spans of calls under one label, the oldest first. A span ends when another label
/// calls or has an effect, so a label that comes back begins a new one. Noted in the order of effects, under the bot's gate.
/// </summary>
internal sealed class SessionTrail(int size)
{
    private readonly Queue<TokenSession> spans = new();
    private TokenSession? latest;

    /// <summary>Spans that made room for newer ones.</summary>
    public long Forgotten { get; private set; }

    public void Called(string? label, DateTimeOffset now) => Span(label, now).Calls++;

    /// <summary>Updates were put into an answer.</summary>
    public void Received(string? label, DateTimeOffset now, int updates)
    {
        if (updates > 0)
            Acting(label, now).Received += updates;
    }

    public void Confirmed(string? label, DateTimeOffset now, int updates)
    {
        if (updates > 0)
            Acting(label, now).Confirmed += updates;
    }

    public void Sent(string? label, DateTimeOffset now) => Acting(label, now).Sent++;

    /// <summary>Copies: the spans go on changing.</summary>
    public TokenSession[] Read() => [.. spans.Select(span => span.Copy())];

    private TokenSession Acting(string? label, DateTimeOffset now)
    {
        var span = Span(label, now);
        span.FirstActAt ??= now;
        span.LastActAt = now;
        return span;
    }

    private TokenSession Span(string? label, DateTimeOffset now)
    {
        if (latest is null || latest.Label != label)
        {
            if (spans.Count == size)
            {
                spans.Dequeue();
                Forgotten++;
            }

            spans.Enqueue(latest = new TokenSession { Label = label, FirstAt = now });
        }

        latest.LastAt = now;
        return latest;
    }
}

/// <summary>
/// One span. It <i>acts</i> when updates were handed out to it, when it confirmed some, or when it sent a message; an empty poll, a
/// refusal or a chat action is a mere call.
/// </summary>
internal sealed class TokenSession
{
    /// <summary>What the caller's address said after <c>/via/</c>; null without.</summary>
    public required string? Label { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    public DateTimeOffset LastAt { get; set; }

    public long Calls { get; set; }

    public DateTimeOffset? FirstActAt { get; set; }

    public DateTimeOffset? LastActAt { get; set; }

    public long Received { get; set; }

    public long Confirmed { get; set; }

    public long Sent { get; set; }

    public TokenSession Copy() => (TokenSession)MemberwiseClone();
}
