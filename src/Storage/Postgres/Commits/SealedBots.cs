using System.Collections.Concurrent;
using MultiBot.Domain.Bots;
using MultiBot.Storage.Messages;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>
/// Which bots seal their messages, as the database last said. Only a belief: each group says how it was encoded, and the database
/// sends back what does not fit the configuration as it stands in that very transaction.
/// </summary>
internal sealed class SealedBots(MessageCodec codec)
{
    private readonly ConcurrentDictionary<BotId, bool> _sealing = new();

    public MessageCodec Codec => codec;

    public void Encode(SliceJob job) => job.Encode(codec, _sealing.GetValueOrDefault(job.Bot));

    public void EncodeOtherwise(SliceJob job)
    {
        _sealing[job.Bot] = !job.Sealed;
        job.Encode(codec, !job.Sealed);
    }
}
