using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Replies;

/// <summary>Where a reply's generator gets what a person sent with their messages. One bot's.</summary>
public interface IMediaSource
{
    /// <summary>Null when it is not to be had; the reply is written without it then.</summary>
    Task<MediaFile?> FetchAsync(string fileId, int maxBytes, CancellationToken cancellation);
}
