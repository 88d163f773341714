using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Approvals;

/// <summary>Where something stands that the persona wrote for an operator to look at. Stored by number.</summary>
public enum DraftState : byte
{
    /// <summary>An operator may approve it.</summary>
    Waiting = 0,

    /// <summary>It was sent, perhaps in the operator's words.</summary>
    Approved = 1,

    /// <summary>An operator said no.</summary>
    Rejected = 2,

    /// <summary>The chat has moved on since: something was written or commanded there.</summary>
    Superseded = 3,

    /// <summary>Nobody looked in time; the messages it answers are overdue.</summary>
    Expired = 4,
}

/// <summary>The one draft of a chat that stands as waiting in the store: as much as a conversation has to know.</summary>
public sealed record WaitingDraft
{
    public required long Id { get; init; }

    /// <summary>The chat that it was written for. Another one, and it is superseded, whatever the store says yet.</summary>
    public required TurnBasis Basis { get; init; }

    /// <summary>What kind of unasked message it is; null: it answers.</summary>
    public AutonomyKind? Unasked { get; init; }

    /// <summary>Null: an operator put one of its messages back, and it waits as long as it takes.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A draft as operators see it.</summary>
[GenerateSerializer, Immutable, Alias("multibot.draft-item")]
public sealed record DraftItem
{
    /// <summary>Also the id of the decision that tells what it was made from.</summary>
    [Id(0)] public required long Id { get; init; }
    [Id(1)] public required ChatId ChatId { get; init; }

    /// <summary>As of the reading: what the chat or the clock has overtaken is told as that, though it may not be written down yet.</summary>
    [Id(2)] public required DraftState State { get; init; }

    /// <summary>The persona's words, whatever was sent in the end.</summary>
    [Id(3)] public required string Text { get; init; }
    [Id(4)] public required DateTimeOffset At { get; init; }
    [Id(5)] public DateTimeOffset? ExpiresAt { get; init; }
    [Id(6)] public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Ids of the messages it answers, in their order. Empty: nobody asked for it.</summary>
    [Id(7)] public long[] Answers { get; init; } = [];
    [Id(8)] public AutonomyKind? Unasked { get; init; }

    /// <summary>Of what was sent: the first message's id.</summary>
    [Id(9)] public long? MessageId { get; init; }
    [Id(10)] public required long Version { get; init; }
    [Id(11)] public required long Turn { get; init; }

    public TurnBasis Basis => new(Version, Turn);
}

/// <summary>Codes of docs/errors.md and docs/decisions.md.</summary>
public static class DraftCodes
{
    public const string NotFound = "draft.not_found";
    public const string Settled = "draft.settled";
    public const string Superseded = "draft.superseded";
    public const string Expired = "draft.expired";
    public const string NotNow = "draft.not_now";
    public const string Unwelcome = "draft.unwelcome";
    public const string Waiting = "draft.waiting";
    public const string Approved = "draft.approved";
    public const string Edited = "draft.edited";
    public const string Rejected = "draft.rejected";
    public const string Again = "draft.again";
}
