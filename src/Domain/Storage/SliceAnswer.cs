namespace MultiBot.Domain.Storage;

/// <summary>The database's answer to a slice. Closed.</summary>
public abstract record SliceAnswer<TResult>
    where TResult : class
{
    private protected SliceAnswer() { }

    public sealed record Accepted(TResult Result) : SliceAnswer<TResult>;

    /// <summary>The bot's epoch has moved on: this activation must stop. Nothing was written.</summary>
    public sealed record Stale(long CurrentEpoch) : SliceAnswer<TResult>;

    /// <summary>Version or turn of the chat are not those the slice was made from. Nothing was written; load and think again.</summary>
    public sealed record Conflict : SliceAnswer<TResult>;
}
