namespace MultiBot.Sandbox.World;

/// <summary>At most <paramref name="limit"/> events in any stretch of <paramref name="span"/>. Guarded by its bot's gate.</summary>
internal sealed class RateWindow(int limit, TimeSpan span)
{
    private readonly Queue<DateTimeOffset> taken = new();

    /// <summary>How long the next event has to wait; zero when it may happen now.</summary>
    public TimeSpan WaitAt(DateTimeOffset now)
    {
        while (taken.TryPeek(out var oldest) && now - oldest >= span)
            taken.Dequeue();
        return taken.Count < limit ? TimeSpan.Zero : span - (now - taken.Peek());
    }

    public void Take(DateTimeOffset now) => taken.Enqueue(now);
}

/// <summary>Telegram's published limits; null means not enforced.</summary>
internal sealed record RateLimits(int? PerChatPerSecond, int? PerBotPerSecond, int? PerGroupPerMinute)
{
    public RateWindow? ForBot() => Window(PerBotPerSecond, TimeSpan.FromSeconds(1));

    public RateWindow? ForChat(ChatType type) => type is ChatType.Private
        ? Window(PerChatPerSecond, TimeSpan.FromSeconds(1))
        : Window(PerGroupPerMinute, TimeSpan.FromMinutes(1));

    private static RateWindow? Window(int? limit, TimeSpan span) => limit is > 0 ? new RateWindow(limit.Value, span) : null;
}
