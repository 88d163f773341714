using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Grains.Abstractions.Bots;

namespace MultiBot.Grains.Girls;

/// <summary>Files of a chat, fetched with its bot's session.</summary>
internal sealed class BotMedia(IBotGrain bot) : IMediaSource
{
    public Task<MediaFile?> FetchAsync(string fileId, int maxBytes, CancellationToken cancellation) => bot.Download(fileId, maxBytes).WaitAsync(cancellation);
}
