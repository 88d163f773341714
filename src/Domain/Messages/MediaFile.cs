namespace MultiBot.Domain.Messages;

/// <summary>A file as it was fetched. Lives in memory only.</summary>
[GenerateSerializer, Immutable, Alias("multibot.media-file")]
public sealed record MediaFile
{
    [Id(0)] public required byte[] Bytes { get; init; }
}
