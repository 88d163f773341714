using System.Text.Json.Serialization;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.Control;

/// <summary><c>POST /control/messages</c>: a person writes, or edits what they wrote.</summary>
internal sealed record MessageRequest
{
    /// <summary>The bot: its number, or the whole token, of which only the number counts.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public required string Token { get; init; }

    /// <summary>Where; or <see cref="Chat"/>.</summary>
    public long? ChatId { get; init; }

    [JsonIgnore]
    public long Place => ChatId ?? 0;

    /// <summary>The same with its type and title, as Telegram tells of chats.</summary>
    public ChatRequest? Chat { get; init; }

    /// <summary>Absent: the person whose id is the chat's.</summary>
    public PersonRequest? From { get; init; }

    /// <summary>In a group: the person writes in the name of the group itself, as anonymous admins do, or of a channel.</summary>
    public SenderChatRequest? SenderChat { get; init; }

    /// <summary>Beside the commands and mentions that are found in the text: <c>{ "type", "offset", "length", "userId"? }</c>.</summary>
    public TextMark[]? Entities { get; init; }

    /// <summary>The text, or the caption of a media message.</summary>
    public string? Text { get; init; }

    /// <summary>A message id of this chat: this is a new version of it.</summary>
    public int? EditOf { get; init; }

    public string? Kind { get; init; }

    /// <summary><c>private</c>, <c>group</c> or <c>supergroup</c>; absent: told by the chat id.</summary>
    public string? ChatType { get; init; }

    public string? ChatTitle { get; init; }

    public string? LanguageCode { get; init; }

    public int? ReplyTo { get; init; }

    /// <summary>The name of the author this message is forwarded from.</summary>
    public string? ForwardFrom { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public string? PhoneNumber { get; init; }

    public string? Emoji { get; init; }

    public string? FileName { get; init; }

    /// <summary>Seconds.</summary>
    public int? Duration { get; init; }

    public string? MimeType { get; init; }

    /// <summary>What the file holds, in base64: getFile leads to it. Absent: there is no file behind its id.</summary>
    public byte[]? Content { get; init; }
}

/// <summary>A chat in a request.</summary>
internal sealed record ChatRequest
{
    public required long Id { get; init; }

    public string? Type { get; init; }

    public string? Title { get; init; }
}

/// <summary>Somebody's other name; a title only where it is a channel's.</summary>
internal sealed record SenderChatRequest
{
    public required long Id { get; init; }

    public string? Title { get; init; }
}

internal sealed record PersonRequest
{
    public required long Id { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Username { get; init; }

    public string? LanguageCode { get; init; }
}

/// <summary><c>POST /control/faults</c>.</summary>
internal sealed record FaultRequest
{
    /// <summary>An HTTP status from 400 to 599, <c>drop</c>, <c>delay</c> or <c>duplicate</c>.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public required string Kind { get; init; }

    public string? Method { get; init; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Token { get; init; }

    public long? ChatId { get; init; }

    /// <summary><c>before</c> (default) or <c>after</c> the effect.</summary>
    public string? When { get; init; }

    /// <summary>0 to 1.</summary>
    public double? Rate { get; init; }

    public int? Count { get; init; }

    /// <summary>Seconds.</summary>
    public int? RetryAfter { get; init; }

    public int? DelayMs { get; init; }

    public string? Description { get; init; }

    public long? MigrateToChatId { get; init; }

    /// <summary>For <c>duplicate</c>: under a new update_id.</summary>
    public bool? NewId { get; init; }
}

/// <summary><c>POST /control/block</c>.</summary>
internal sealed record BlockRequest
{
    [JsonConverter(typeof(TextOrNumber))]
    public required string Token { get; init; }

    public required long ChatId { get; init; }

    /// <summary>Absent: true.</summary>
    public bool? Blocked { get; init; }
}

/// <summary><c>POST /control/migrate</c>.</summary>
internal sealed record MigrateRequest
{
    [JsonConverter(typeof(TextOrNumber))]
    public required string Token { get; init; }

    public required long ChatId { get; init; }

    public required long NewChatId { get; init; }
}

/// <summary><c>POST /control/bots</c>: absent fields stay as they are.</summary>
internal sealed record BotRequest
{
    [JsonConverter(typeof(TextOrNumber))]
    public required string Token { get; init; }

    public string? FirstName { get; init; }

    public string? Username { get; init; }

    public bool? Revoked { get; init; }

    /// <summary>True: the next secret seen is the right one.</summary>
    public bool ForgetSecret { get; init; }

    /// <summary>True: update ids go on from somewhere else, as after a week of silence.</summary>
    public bool RedrawUpdateIds { get; init; }

    /// <summary>Where they go on; absent: drawn.</summary>
    public int? NextUpdateId { get; init; }
}

/// <summary><c>POST /control/limits</c>: absent or 0 is no limit.</summary>
internal sealed record LimitsRequest
{
    [JsonConverter(typeof(TextOrNumber))]
    public string? Token { get; init; }

    public int? PerChatPerSecond { get; init; }

    public int? PerBotPerSecond { get; init; }

    public int? PerGroupPerMinute { get; init; }
}

/// <summary><c>POST /control/reset</c>: all, or one bot with its chats.</summary>
internal sealed record ResetRequest
{
    [JsonConverter(typeof(TextOrNumber))]
    public string? Token { get; init; }

    /// <summary>Seeds chance anew.</summary>
    public int? Seed { get; init; }
}
