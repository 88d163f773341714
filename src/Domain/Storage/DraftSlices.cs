using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;

namespace MultiBot.Domain.Storage;

/// <summary>
/// What the persona wrote, for an operator to look at: in place of a turn, from the same version and turn, and no turn itself. A chat has one
/// waiting draft at most: one of an earlier state of the chat is superseded by it, one of the same state is a conflict.
/// </summary>
public sealed record DraftSlice : Slice<DraftStored>
{
    public required ChatId Chat { get; init; }

    /// <summary>Names this draft over retries.</summary>
    public required Guid Id { get; init; }
    public required TurnBasis Basis { get; init; }
    public required string Text { get; init; }

    /// <summary>Ids of the messages it answers; empty: nobody asked.</summary>
    public IReadOnlyList<long> Answers { get; init; } = [];
    public AutonomyKind? Unasked { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc cref="TurnSlice.Transcripts"/>
    public IReadOnlyList<Transcription> Transcripts { get; init; } = [];

    /// <summary>What it was made from; the draft gets its id.</summary>
    public required Decision Decision { get; init; }
}

public sealed record DraftStored
{
    public required long Id { get; init; }
}

/// <summary>A waiting draft is settled in the transaction of what follows from it. One that does not wait, or for another chat, is a conflict.</summary>
public sealed record DraftSettlement(long DraftId, DraftState State);

/// <summary>
/// Settles a draft of which nothing else follows: superseded (told why by the store itself; a conflict while the chat stands as it did), or
/// rejected, to be written anew.
/// </summary>
public sealed record SettleDraftSlice : Slice<DraftSettled>
{
    public required ChatId Chat { get; init; }
    public required DraftSettlement Draft { get; init; }
    public Decision? Decision { get; init; }
}

public sealed record DraftSettled;
