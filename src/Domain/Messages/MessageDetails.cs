namespace MultiBot.Domain.Messages;

/// <summary>
/// What a message is beside its kind and text: the file it brought, what it answers, where it comes from. Each is null where there is
/// none or nobody knows. Texts are storable and of bounded length, and come from people: data, whatever they say.
/// </summary>
[GenerateSerializer, Immutable, Alias("multibot.message-details")]
public sealed record MessageDetails
{
    /// <summary>Names the file to the account that received it; it can be had again by it as long as Telegram keeps it.</summary>
    [Id(0)] public string? FileId { get; init; }

    /// <summary>Bytes, as the sender's client says.</summary>
    [Id(1)] public long? FileSize { get; init; }
    [Id(2)] public string? FileName { get; init; }
    [Id(3)] public string? MimeType { get; init; }

    /// <summary>Of what can be played.</summary>
    [Id(4)] public int? Seconds { get; init; }

    /// <summary>What a sticker stands for.</summary>
    [Id(5)] public string? Emoji { get; init; }

    /// <summary>Degrees; both or neither.</summary>
    [Id(6)] public double? Latitude { get; init; }
    [Id(7)] public double? Longitude { get; init; }

    /// <summary>Name of a place, a piece of music or a shared contact; a poll's question.</summary>
    [Id(8)] public string? Title { get; init; }

    /// <summary>Who wrote it first, when it was forwarded.</summary>
    [Id(9)] public string? ForwardedFrom { get; init; }

    /// <summary>The message that it answers, or the part of it that the person picked.</summary>
    [Id(10)] public string? Quote { get; init; }

    /// <summary>The quoted words are the bot's own.</summary>
    [Id(11)] public bool QuotesBot { get; init; }

    /// <summary>Who wrote it, where several people write: a person, or the group or channel in whose name somebody writes. Null in private chats.</summary>
    [Id(12)] public long? AuthorId { get; init; }
    [Id(13)] public string? AuthorName { get; init; }

    /// <summary>In a group: it is meant for the bot and not only for all.</summary>
    [Id(14)] public bool AddressesBot { get; init; }

    /// <summary>In a group: the quoted words are neither the author's nor the bot's.</summary>
    [Id(15)] public bool QuotesOther { get; init; }

    /// <summary>What was said in it, as a speech model heard it; kept once it was listened to.</summary>
    [Id(16)] public string? Transcript { get; init; }

    /// <summary>What a message with nothing to tell has.</summary>
    private static readonly MessageDetails Nothing = new();

    /// <summary>Null when there is nothing in it.</summary>
    public MessageDetails? OrNull() => this == Nothing ? null : this;
}
