using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Conversations;

/// <summary>Now and then a chat is looked through for what is worth remembering. No reply waits for it, and who wants to be left alone is.</summary>
internal sealed partial class Transition
{
    private void Analyze()
    {
        if (Next.Analysis is not null || !IsTimeToAnalyze() || Next.AnalysisNotBefore > now)
            return;

        Next.Analysis = NewTicket();
        _effects.Add(new ConversationEffect.Analyze(Next.Analysis.Value, Next.Memory, Next.MessageCount, Next.IdOf(Next.Analysis.Value)));
    }

    /// <summary>In a pause of the talk: what is being answered belongs to the next time.</summary>
    private bool IsTimeToAnalyze() =>
        Next is { Following: true, Rules.Running: true, Draft: null, Delivery: null, Open.IsEmpty: true, HasToAnswer: false, DoNotContact: false }
        && Next.Mode is ChatMode.Persona or ChatMode.Human or ChatMode.Paused
        && Next.MessageCount - Next.Memory.AnalyzedMessages >= Next.Rules.AnalyzeEvery;

    private void Analyzed(ConversationOperation.Analyzed analyzed)
    {
        if (analyzed.Ticket != Next.Analysis)
            return;

        Next.Analysis = null;
        (Next.AnalysisFailures, Next.AnalysisNotBefore) = (0, null);
        Next.Memory = analyzed.Memory;
    }

    /// <summary>Tried again with the next thing that happens after a pause: for this alone nobody is woken.</summary>
    private void AnalysisFailed(ConversationOperation.AnalysisFailed failed)
    {
        if (failed.Ticket != Next.Analysis)
            return;

        Next.Analysis = null;
        if (failed.Superseded)
        {
            LoseTrack();
            return;
        }

        var pause = PauseAfter(++Next.AnalysisFailures);
        Next.AnalysisNotBefore = now + (failed.RetryAfter > pause ? failed.RetryAfter.Value : pause);
        if (Next.AnalysisFailures < Next.Rules.MaxAttempts)
            return;

        // These lines may be what the model stumbles over: the next try waits until there are as many more.
        Next.AnalysisFailures = 0;
        Next.Memory = Next.Memory with { AnalyzedMessages = Next.MessageCount };
    }
}
