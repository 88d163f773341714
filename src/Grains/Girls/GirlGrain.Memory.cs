using MultiBot.Domain.Conversations;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Girls;

/// <summary>What was said is looked through for what is worth remembering, beside the talk. None of it throws: what goes wrong comes back as an operation.</summary>
internal sealed partial class GirlGrain
{
    /// <summary>A chat that was not looked through for long is caught up with in steps.</summary>
    private const int MostLines = 200;

    private async Task Analyze(ConversationEffect.Analyze analyze)
    {
        try
        {
            Drive(await Learn(analyze));
        }
        catch (Exception exception)
        {
            AnalysisFailed(exception, Key.Bot, Key.Chat.Value);
            Drive(new ConversationOperation.AnalysisFailed(analyze.Ticket));
        }
    }

    private async Task<ConversationOperation> Learn(ConversationEffect.Analyze analyze)
    {
        var (known, revision, _) = analyze.Basis;
        var (lines, upTo) = await conversations.ReadLinesAsync(Key, known.AnalyzedUpTo, MostLines, CancellationToken.None);
        var bot = _brief!.Config;
        var now = silo.Time.GetUtcNow();
        var request = new AnalysisRequest { Bot = bot, Chat = Key.Chat, Memory = known, ContactName = _conversation.ContactName, Lines = lines, Now = now };
        // Lines that were counted may be gone since: then there is nothing to ask, and the count goes on from here.
        var outcome = lines.Count > 0 ? await silo.Replies.AnalystFor(bot).AnalyzeAsync(request, CancellationToken.None) : new AnalysisOutcome.Found(new Analysis(null, [], null, null), ReplyUsage.None);
        switch (outcome)
        {
            case AnalysisOutcome.Found found:
                var memory = MemoryMerge.Merge(known, found.Analysis, upTo, now);
                var slice = new MemorySlice
                {
                    Bot = Key.Bot, Epoch = _conversation.Epoch, Chat = Key.Chat, Id = analyze.Id, Basis = revision, Memory = memory, AnalyzedMessages = analyze.Messages,
                };
                return await conversations.CommitAsync(slice, CancellationToken.None) is SliceAnswer<MemoryStored>.Accepted { Result: var stored }
                    ? new ConversationOperation.Analyzed(analyze.Ticket, analyze.Basis with { Memory = memory, Revision = stored.Revision, AnalyzedMessages = analyze.Messages })
                    : new ConversationOperation.AnalysisFailed(analyze.Ticket, Superseded: true);
            case AnalysisOutcome.Failed failed:
                return new ConversationOperation.AnalysisFailed(analyze.Ticket, RetryAfter: failed.RetryAfter);
            default:
                throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome of an analysis.");
        }
    }
}
