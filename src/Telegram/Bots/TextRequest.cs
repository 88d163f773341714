using System.Text.Json;
using Telegram.Bot.Types;

namespace MultiBot.Telegram.Bots;

/// <summary>
/// sendMessage with the answer left as JSON, of which the id is wanted only: to learn all that a message may hold, the library's own
/// request takes a third of a second at the first reply of a process, and time at each.
/// </summary>
internal sealed class TextRequest() : JsonRequest("sendMessage")
{
    public required long ChatId { get; init; }
    public required string Text { get; init; }

    /// <summary>How stretches of the text are shown; null: all of it plainly.</summary>
    public IReadOnlyList<EntityRequest>? Entities { get; init; }

    /// <summary>Null: it is shown as no answer.</summary>
    public ReplyRequest? ReplyParameters { get; init; }

    /// <summary>Off: previews can tell a third party what was written.</summary>
    public LinkPreviewOptions LinkPreviewOptions { get; } = new() { IsDisabled = true };

    /// <exception cref="FormatException">Telegram answered without an id.</exception>
    public static long IdIn(JsonElement message) =>
        message.ValueKind is JsonValueKind.Object && message.TryGetProperty("message_id", out var id) && id.TryGetInt64(out var number)
            ? number
            : throw new FormatException("The answer to sendMessage has no message_id.");
}
