using System.Text.Json;
using System.Text.Json.Serialization;
using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Decisions;

/// <summary>What was decided. Stored by number.</summary>
public enum DecisionKind : byte
{
    /// <summary>The person's messages were answered.</summary>
    Answered = 0,

    /// <summary>They were not, or from here on none is.</summary>
    Silent = 1,

    /// <summary>The bot wrote unasked.</summary>
    WroteFirst = 2,

    /// <summary>The bot will write unasked if nothing comes between.</summary>
    Planned = 3,

    /// <summary>What was planned waits.</summary>
    PutOff = 4,

    /// <summary>What was planned is not done, or nothing was planned.</summary>
    LeftOff = 5,

    /// <summary>Something was written that an operator is to look at.</summary>
    Drafted = 6,

    /// <summary>It will not be sent; what is said in its place is decided anew.</summary>
    Withdrawn = 7,
}

/// <summary>Why a bot wrote or stayed silent. Stored with what it decided, in the same transaction.</summary>
public sealed record Decision
{
    public required DecisionKind Kind { get; init; }

    /// <summary>A code of docs/decisions.md.</summary>
    public required string Reason { get; init; }
    public DecisionInputs Inputs { get; init; } = DecisionInputs.None;

    /// <summary>What the model saw, in the form of <see cref="PromptTrail"/>. Null: no model was asked, or it is not kept.</summary>
    public string? Prompt { get; init; }

    /// <summary>The tools that the model called, in order.</summary>
    public IReadOnlyList<ToolRecord> Calls { get; init; } = [];
}

/// <summary>What a decision was made from: ids, counts and codes, never words of a person's. Each is null where it had no part.</summary>
public sealed record DecisionInputs
{
    public static DecisionInputs None { get; } = new();

    /// <summary>The newest message that was to be answered.</summary>
    public long? MessageId { get; init; }

    /// <summary>How many messages were to be answered.</summary>
    public int? Messages { get; init; }

    /// <summary>Whose, where several people write.</summary>
    public long[]? Authors { get; init; }

    /// <summary>How many lines of the talk were shown to the model.</summary>
    public int? HistoryLines { get; init; }

    /// <summary>Of what was known of the person.</summary>
    public long? MemoryRevision { get; init; }
    public string? Model { get; init; }
    public int? InputTokens { get; init; }
    public int? OutputTokens { get; init; }

    /// <summary>What went wrong before: a code of docs/errors.md.</summary>
    public string? Fault { get; init; }

    /// <summary><c>starter</c>, <c>followUp</c>, <c>asked</c> or <c>arranged</c>.</summary>
    public string? Action { get; init; }

    /// <summary>When what is planned is due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The draft it is about.</summary>
    public long? DraftId { get; init; }
}

/// <summary>The stored form of a decision's inputs.</summary>
public static class DecisionJson
{
    public static string Write(DecisionInputs inputs) => JsonSerializer.Serialize(inputs, DecisionJsonContext.Default.DecisionInputs);

    /// <summary>The replies that one decision was, by whom they answered.</summary>
    public static IEnumerable<ReplyMoment> RepliesOf(DateTimeOffset at, string inputs) =>
        inputs.Contains("\"authors\"", StringComparison.Ordinal) && JsonSerializer.Deserialize(inputs, DecisionJsonContext.Default.DecisionInputs)?.Authors is { } authors
            ? authors.Select(author => new ReplyMoment(at, author))
            : [new ReplyMoment(at)];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecisionInputs))]
internal sealed partial class DecisionJsonContext : JsonSerializerContext;
