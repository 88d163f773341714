namespace MultiBot.Domain.Events.Subscribers;

/// <summary>
/// How far a subscriber has come in its part of the log. What it has handled is ahead of what is stored; after a crash the events between
/// are handled again. Whatever it is handed (twice, with holes, by two silos at once) it handles every event once, in order. For one
/// thread at a time.
/// </summary>
public sealed class SubscriberPosition
{
    /// <summary>Up to here by what is in the database; null: it has to be read.</summary>
    public long? Stored { get; private set; }

    /// <summary>Up to here by what has been handled here.</summary>
    public long Handled { get; private set; }

    /// <summary>Something is handled and not stored.</summary>
    public bool IsAhead => Stored is { } stored && Handled > stored;

    /// <summary>What the database says.</summary>
    public void Open(long stored) => (Stored, Handled) = (stored, stored);

    /// <summary>Nothing is known any more: the database knows, and the log has what was handled since.</summary>
    public void Forget() => Stored = null;

    /// <summary>Where events are missing that lie before the stretch: they have to be read from the log first. Null: none are.</summary>
    public long? MissingBefore(EventStretch stretch) => stretch.After > Handled ? stretch.After : null;

    /// <summary>Those of the stretch that are not handled.</summary>
    public IEnumerable<LoggedEvent> New(EventStretch stretch) => stretch.Events.Where(one => one.Seq > Handled);

    /// <summary>All up to here is handled.</summary>
    public void MoveTo(long handled) => Handled = Math.Max(Handled, handled);

    /// <summary>The database has it, up to here.</summary>
    public void Keep(long stored) => Stored = stored;
}
