namespace MultiBot.Sandbox.World;

/// <summary>One message as the people of a chat see it. Guarded by its bot's gate.</summary>
internal sealed class ChatEntry
{
    public required int Id { get; init; }

    /// <summary>Null: the bot wrote it.</summary>
    public required Person? From { get; init; }

    public required DateTimeOffset At { get; init; }

    public MessageKind Kind { get; init; }

    /// <summary>The text, or the caption of a media message.</summary>
    public string? Text { get; set; }

    /// <summary>In whose name the person wrote: the group's, as anonymous admins do, or a channel's.</summary>
    public NamedChat? SenderChat { get; init; }

    /// <summary>What was given with the text, in order.</summary>
    public TextMark[] Marks { get; set; } = [];

    public MediaFacts? Media { get; init; }

    public ChatEntry? ReplyTo { get; init; }

    /// <summary>The name Telegram shows for a forwarded message whose author hides behind privacy settings.</summary>
    public string? ForwardedFrom { get; init; }

    public DateTimeOffset? EditedAt { get; set; }

    public bool Deleted { get; set; }
}

/// <summary>A group or channel as Telegram shows it.</summary>
internal sealed record NamedChat(long Id, string Title);

internal enum MessageKind
{
    Text,
    Photo,
    Voice,
    Audio,
    Video,
    VideoNote,
    Animation,
    Sticker,
    Document,
    Location,
    Contact,
}

/// <summary>What a media message says beside its caption; each kind reads what it needs.</summary>
internal sealed record MediaFacts
{
    public double Latitude { get; init; }

    public double Longitude { get; init; }

    public string? PhoneNumber { get; init; }

    public string? Emoji { get; init; }

    public string? FileName { get; init; }

    /// <summary>Seconds.</summary>
    public int Duration { get; init; } = 3;

    public string? MimeType { get; init; }

    /// <summary>What getFile leads to; null: there is no such file.</summary>
    public byte[]? Content { get; init; }
}
