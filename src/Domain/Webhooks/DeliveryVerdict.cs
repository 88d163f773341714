namespace MultiBot.Domain.Webhooks;

/// <summary>What follows from an attempt. Closed.</summary>
public abstract record DeliveryVerdict
{
    private DeliveryVerdict() { }

    public sealed record Done : DeliveryVerdict;

    /// <summary>The same event again, after a pause.</summary>
    /// <param name="Pause">From now.</param>
    /// <param name="IsReceivers">The receiver as a whole is in trouble, not this event alone.</param>
    /// <param name="IsAsked">The receiver asked for the pause: nothing else is sent to it meanwhile.</param>
    public sealed record Again(TimeSpan Pause, bool IsReceivers, bool IsAsked) : DeliveryVerdict;

    /// <summary>Among the dead letters with it.</summary>
    /// <param name="Reason">A code, and what came back last.</param>
    public sealed record Dead(string Reason) : DeliveryVerdict;

    /// <summary>The receiver wants nothing any more: the webhook is switched off.</summary>
    public sealed record Off : DeliveryVerdict;
}

/// <summary>How patient a webhook is.</summary>
public sealed record DeliveryPatience
{
    /// <summary>After the first failure; doubled with each further one.</summary>
    public required TimeSpan FirstPause { get; init; }
    public required TimeSpan LongestPause { get; init; }

    /// <summary>A receiver that asks for more waits for this.</summary>
    public required TimeSpan LongestAsked { get; init; }

    /// <summary>Attempts at an event that the receiver refuses.</summary>
    public required int RefusalTries { get; init; }

    /// <summary>Attempts at an event that holds up all others while they could be delivered.</summary>
    public required int ObstacleTries { get; init; }

    /// <summary>Age of an event from which on a failure is the last.</summary>
    public required TimeSpan GiveUpAfter { get; init; }

    // 2^30 times the first pause is beyond any limit.
    private const int MostDoublings = 30;

    /// <param name="outcome">Of the attempt.</param>
    /// <param name="failedBefore">Attempts at this event before it.</param>
    /// <param name="age">Of the event.</param>
    /// <param name="isObstacle">It alone is in the way of others (<see cref="DeliveryLanes.IsObstacle"/>).</param>
    /// <param name="draw">0 ≤ draw &lt; 1, by chance.</param>
    public DeliveryVerdict Judge(DeliveryOutcome outcome, int failedBefore, TimeSpan age, bool isObstacle, double draw) => outcome switch
    {
        DeliveryOutcome.Delivered => new DeliveryVerdict.Done(),
        DeliveryOutcome.Refused { Code: WebhookCodes.Gone } => new DeliveryVerdict.Off(),
        _ when age >= GiveUpAfter => new DeliveryVerdict.Dead($"{WebhookCodes.TooOld}: {outcome.Spoken}"),
        _ when isObstacle && failedBefore + 1 >= ObstacleTries => new DeliveryVerdict.Dead($"{WebhookCodes.InTheWay}: {outcome.Spoken}"),
        DeliveryOutcome.Refused { Code: WebhookCodes.Refused or WebhookCodes.Redirected } refused => failedBefore + 1 >= RefusalTries
            ? new DeliveryVerdict.Dead(refused.Spoken)
            : new DeliveryVerdict.Again(Pause(failedBefore, draw), IsReceivers: false, IsAsked: false),
        DeliveryOutcome.Refused { RetryAfter: { } asked } => new DeliveryVerdict.Again(Asked(asked, failedBefore, draw), IsReceivers: true, IsAsked: true),
        _ => new DeliveryVerdict.Again(Pause(failedBefore, draw), IsReceivers: true, IsAsked: false),
    };

    /// <summary>Doubled with each failure, and drawn from the upper half of its range: what failed together does not come back together.</summary>
    public TimeSpan Pause(int failedBefore, double draw)
    {
        var full = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(failedBefore, MostDoublings)), LongestPause.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + (draw / 2)));
    }

    /// <summary>Never sooner than asked for, within reason.</summary>
    private TimeSpan Asked(TimeSpan asked, int failedBefore, double draw)
    {
        var bounded = asked < LongestAsked ? asked : LongestAsked;
        var ours = Pause(failedBefore, draw);
        return bounded > ours ? bounded : ours;
    }
}
