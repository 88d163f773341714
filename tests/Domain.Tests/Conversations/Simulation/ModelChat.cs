using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>One chat's rows in the model store.</summary>
internal sealed class ModelChat(ChatId id)
{
    public ChatId Id => id;
    public long Version { get; set; }
    public long Turn { get; set; }
    public ChatMode Mode { get; set; }
    public DateTimeOffset? HumanUntil { get; set; }
    public long AnsweredUpTo { get; set; }
    public bool Disclosed { get; set; }
    public StoredMemory Memory { get; set; } = StoredMemory.None;
    public StoredInitiative Initiative { get; set; } = StoredInitiative.None;

    /// <summary>The change that made <see cref="Initiative"/>, and the one that made <see cref="Memory"/>.</summary>
    public Guid PlanId { get; set; }
    public Guid MemoryId { get; set; }

    /// <summary>The person was erased and has not come back.</summary>
    public bool Erased { get; set; }
    public ModelTombstone? Tombstone { get; set; }
    public List<ModelMessage> Inbox { get; } = [];
    public List<ModelRow> Outbox { get; } = [];

    /// <summary>What the account's owner typed elsewhere.</summary>
    public List<ModelTyped> Typed { get; } = [];

    /// <summary>Turn slices that were applied; an honest store recognizes their repeats.</summary>
    public Dictionary<Guid, TurnCommitted> Turns { get; } = [];
    public Guid LastTurnId { get; set; }

    /// <summary>What stands as waiting for an operator, what became of the others, and the slices that made them.</summary>
    public ModelDraft? Draft { get; set; }
    public Dictionary<long, DraftState> Drafts { get; } = [];
    public Dictionary<Guid, long> DraftIds { get; } = [];

    public bool AwaitsApproval => Draft is { } draft && draft.Item.Basis == new TurnBasis(Version, Turn);

    public IEnumerable<ModelMessage> Waiting => Inbox.Where(WaitsFor);

    public IEnumerable<ModelRow> Open => Outbox.Where(row => row.Row.State is OutboxState.Pending or OutboxState.Sending);

    /// <summary>Something is left to do that the persona or the lane should do by itself.</summary>
    public bool Unfinished => Open.Any() || (!AwaitsApproval && (Draft is not null || (Mode is ChatMode.Persona && Waiting.Any())));

    /// <summary>Nothing waits, and what is planned is due, or was planned for another state of the chat.</summary>
    public bool WantsPlan(DateTimeOffset now) => !Erased && !AwaitsApproval && (Initiative.Pending?.DueAt <= now || Initiative.PlannedFor != new TurnBasis(Version, Turn));

    public ModelMessage? Find(long sourceId) => Inbox.Find(message => message.SourceId == sourceId);

    public bool WaitsFor(ModelMessage message) =>
        !message.Deleted && (message.State is InboxState.Requeued || (message.State is InboxState.ByWatermark && message.Id > AnsweredUpTo));
}

internal sealed class ModelMessage
{
    public required long Id { get; init; }
    public required long SourceId { get; init; }
    public required string Text { get; set; }
    public required DateTimeOffset StoredAt { get; init; }
    public DateTimeOffset? EditedAt { get; set; }
    public InboxState State { get; set; }
    public bool Deleted { get; set; }

    public InboxMessage ToMessage() => new()
    {
        Id = Id,
        SourceId = SourceId,
        Text = Text,
        At = StoredAt,
        StoredAt = StoredAt,
        Requeued = State is InboxState.Requeued,
    };
}

/// <summary>What stays of somebody who was erased.</summary>
internal sealed record ModelTombstone(Guid Id, DateTimeOffset At, long LastSource);

/// <summary>A draft, and the slice that made it.</summary>
internal sealed record ModelDraft(Guid SliceId, DraftItem Item);

internal sealed class ModelRow
{
    public required OutboxRow Row { get; set; }

    /// <summary>Telegram's id of it, once it has left.</summary>
    public long? SourceId { get; set; }
    public Guid ClaimId { get; set; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Written unasked: the version of the chat that it may be claimed at.</summary>
    public long? ForVersion { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The messages its turn moved the watermark over.</summary>
    public long AnswersAfter { get; init; }
    public long AnswersUpTo { get; init; }

    public bool MayHaveArrived => Row.Uncertain || Row.State is OutboxState.Sending or OutboxState.Sent or OutboxState.Uncertain;

    public override string ToString() =>
        $"row {Row.Id} ({Row.Turn}.{Row.Part} «{Row.Text}») {Row.State}, attempt {Row.Attempt}{(Row.Uncertain ? ", uncertain" : "")}";
}
