using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Grains.Abstractions.Bots;

namespace MultiBot.Grains.Girls;

/// <summary>Files of a chat, fetched with its bot's session.</summary>
internal sealed class BotMedia(IBotGrain bot) : IMediaSource
{
    public async Task<MediaFile?> FetchAsync(string fileId, int maxBytes, CancellationToken cancellation)
    {
        try
        {
            return await bot.Download(fileId, maxBytes).WaitAsync(cancellation);
        }
        catch (Exception missed) when (missed is OrleansException or TimeoutException)
        {
            return null; // the bot moves, or its silo is in trouble: the reply does without the picture
        }
    }
}
