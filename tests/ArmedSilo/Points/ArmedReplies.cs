using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;

namespace MultiBot.ArmedSilo.Points;

/// <summary>The point at the model: asked for a reply, which does not come. A draft given up meanwhile is held as well: it is slow to notice.</summary>
internal sealed class ArmedReplies(IReplyGeneratorFactory inner, Arms arms) : IReplyGeneratorFactory
{
    public IReplyGenerator For(BotConfig bot) => new ArmedGenerator(inner.For(bot), arms);

    public IMemoryAnalyst AnalystFor(BotConfig bot) => inner.AnalystFor(bot);

    public IVoiceListener? ListenerFor(BotConfig bot) => inner.ListenerFor(bot);

    public void Forget(BotId bot) => inner.Forget(bot);

    private sealed class ArmedGenerator(IReplyGenerator inner, Arms arms) : IReplyGenerator
    {
        public async Task<ReplyOutcome> GenerateAsync(ReplyRequest request, CancellationToken cancellation)
        {
            await arms.PassAsync(CrashPoint.Generating, request.Bot.BotId, request.Chat);
            return await inner.GenerateAsync(request, cancellation);
        }
    }
}
