using System.Text.Json.Serialization;
using MultiBot.Domain.Messages;

namespace MultiBot.Telegram.Bots;

/// <summary>An entity as Telegram takes it (core.telegram.org/bots/api#messageentity); the library's own, like its requests, knows of far more.</summary>
internal sealed record EntityRequest
{
    public required string Type { get; init; }

    /// <summary>Told also when it is 0, which the library leaves out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Offset { get; init; }
    public required int Length { get; init; }

    /// <summary>Null for a plain text.</summary>
    public static IReadOnlyList<EntityRequest>? Of(TextEntity[] entities) => entities.Length == 0 ? null : [.. entities.Select(Of)];

    private static EntityRequest Of(TextEntity entity) => new()
    {
        Type = entity.Kind switch
        {
            TextEntityKind.Bold => "bold",
            TextEntityKind.Code => "code",
            _ => throw new ArgumentOutOfRangeException(nameof(entity), entity.Kind, "Telegram knows no such entity."),
        },
        Offset = entity.Offset,
        Length = entity.Length,
    };
}
