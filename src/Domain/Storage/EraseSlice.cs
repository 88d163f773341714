using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Storage;

/// <summary>
/// Erases a person: all that a bot holds of a chat. The first commit takes what is open back, removes the chat and leaves a tombstone in one
/// transaction; of a long chat it leaves rows that nothing reads any more, and the same slice is committed again until none is left.
/// What was made from the chat before (a draft, an analysis) is in conflict from then on: versions, turns and revisions go on rising
/// should the person come back.
/// </summary>
public sealed record EraseSlice : Slice<Erased>
{
    public required ChatId Chat { get; init; }

    /// <summary>Names this erasure over retries.</summary>
    public required Guid Id { get; init; }
}

public sealed record Erased
{
    /// <summary>False: nothing is held of this chat, and nothing was written.</summary>
    public required bool Found { get; init; }

    /// <summary>Rows are left: commit the slice again.</summary>
    public bool Rest { get; init; }

    /// <summary>Messages of ours that were waiting and will not be sent. Of the first commit only.</summary>
    public int Cancelled { get; init; }

    /// <summary>Messages of ours that were leaving: the person may still get them. Of the first commit only.</summary>
    public int StillSending { get; init; }
}
