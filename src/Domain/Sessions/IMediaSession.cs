using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Sessions;

/// <summary>A session that can fetch what people sent. Beside <see cref="ITelegramSession"/>, where the kind of account can.</summary>
public interface IMediaSession
{
    /// <summary>
    /// The file, or null when it is not to be had: gone, larger than <paramref name="maxBytes"/>, no session, no answer in time. May be called
    /// again and at once with others; changes nothing. Never throws for what Telegram or the network does.
    /// </summary>
    Task<MediaFile?> DownloadAsync(string fileId, int maxBytes, CancellationToken cancellation);
}
