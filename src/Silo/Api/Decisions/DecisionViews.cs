using System.Text.Json;
using System.Text.Json.Serialization;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Storage;

namespace MultiBot.Silo.Api.Decisions;

/// <summary>A decision.</summary>
public sealed record DecisionView
{
    public required long Id { get; init; }
    public required long ChatId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary><c>answered</c>, <c>silent</c>, <c>wroteFirst</c>, <c>planned</c>, <c>putOff</c> or <c>leftOff</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>A code of docs/decisions.md.</summary>
    public required string Reason { get; init; }

    /// <summary>What it was made from: ids, counts and codes.</summary>
    public required JsonElement Inputs { get; init; }

    /// <summary>The tools that the model called, in order: <c>tool</c>, <c>arguments</c>, <c>result</c>, <c>done</c>, and in <c>reason</c> why not. Absent: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Calls { get; init; }

    public static DecisionView Of(DecisionItem item) => new()
    {
        Id = item.Id,
        ChatId = item.ChatId.Value,
        At = item.At,
        Kind = NameOf(item.Kind),
        Reason = item.Reason,
        Inputs = JsonElement.Parse(item.Inputs),
        Calls = item.Calls is null ? null : JsonElement.Parse(item.Calls),
    };

    private static string NameOf(DecisionKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}

/// <summary>What a model saw.</summary>
public sealed record PromptView
{
    public required long DecisionId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required JsonElement Inputs { get; init; }

    /// <summary>In the order in which the model was given them.</summary>
    public required IReadOnlyList<SeenLine> Messages { get; init; }

    /// <param name="decision">The decision.</param>
    /// <param name="messages">What the model saw for it.</param>
    public static PromptView Of(DecisionItem decision, IReadOnlyList<SeenLine> messages) => new()
    {
        DecisionId = decision.Id,
        At = decision.At,
        Inputs = JsonElement.Parse(decision.Inputs),
        Messages = messages,
    };
}
