using System.Collections.Immutable;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Conversations;

/// <summary>One application of <see cref="Conversation.Apply"/>: takes the operation in, then goes on as far as it can now.</summary>
internal sealed partial class Transition(Conversation next, DateTimeOffset now)
{
    private readonly List<ConversationEffect> _effects = [];
    private DateTimeOffset? _earliest;

    public Conversation Next { get; } = next;
    public IReadOnlyList<ConversationEffect> Effects => _effects;

    public void Take(ConversationOperation operation)
    {
        if (Next.Retired && operation is not ConversationOperation.Wake)
            return;

        Absorb(operation);
        if (Next.Retired)
            return;

        FollowTheStore();
        EndTakeOver();
        Deliver();
        Obey();
        KeepDraft();
        Answer();
        Initiate();
        Analyze();
        SayFarewell();
        AskToBeWoken();
    }

    private void Absorb(ConversationOperation operation)
    {
        switch (operation)
        {
            case ConversationOperation.Wake wake: Woken(wake); break;
            case ConversationOperation.Changed: LoseTrack(); break;
            case ConversationOperation.Erased: Forget(); break;
            case ConversationOperation.Suspend: Suspend(); break;
            case ConversationOperation.Tick: Next.WakeAt = null; break;
            case ConversationOperation.Loaded loaded: Loaded(loaded); break;
            case ConversationOperation.LoadFailed failed: LoadFailed(failed); break;
            case ConversationOperation.DraftWritten written: DraftWritten(written); break;
            case ConversationOperation.DraftFailed failed: DraftFailed(failed); break;
            case ConversationOperation.Listened listened: Listened(listened); break;
            case ConversationOperation.TurnAnswered answered: TurnAnswered(answered); break;
            case ConversationOperation.TurnRefused refused: TurnRefused(refused); break;
            case ConversationOperation.Submitted submitted: Submitted(submitted); break;
            case ConversationOperation.SubmitRefused refused: SubmitRefused(refused); break;
            case ConversationOperation.Withdrawn withdrawn: Withdrawn(withdrawn); break;
            case ConversationOperation.Expired expired: TakeOverEnded(expired); break;
            case ConversationOperation.ClaimAnswered answered: ClaimAnswered(answered); break;
            case ConversationOperation.Planned planned: Planned(planned); break;
            case ConversationOperation.Analyzed analyzed: Analyzed(analyzed); break;
            case ConversationOperation.AnalysisFailed failed: AnalysisFailed(failed); break;
            case ConversationOperation.Obeyed obeyed: Obeyed(obeyed); break;
            case ConversationOperation.ObeyFailed failed: ObeyFailed(failed); break;
            case ConversationOperation.SteerFailed failed: Next.Farewell = new Farewell(failed.What, Turn: null, now + Next.Rules.SessionRetryPause); break;
            case ConversationOperation.SendFinished finished: SendFinished(finished); break;
            case ConversationOperation.OutcomeAnswered answered: OutcomeAnswered(answered); break;
        }
    }

    private void Woken(ConversationOperation.Wake wake)
    {
        if (wake.Epoch < Next.Epoch)
            return;

        if (wake.Epoch > Next.Epoch)
            BeginAnew(wake.Epoch);

        if (Next.Retired)
            return;

        if (wake.Rules is { } rules)
        {
            // How many replies there were is read by who has to count them.
            if (rules.MaxRepliesPerDay is { } most && !(Next.Rules.MaxRepliesPerDay >= most)) LoseTrack();
            var asked = Next.AsksFirst;
            Next.Rules = rules;
            // What was begun in the open is not held back half-way, nor the other way round.
            if (asked != Next.AsksFirst) DropDraft();
        }

        if (!Next.Rules.Running || !Next.Rules.Replies)
            DropDraft();

        if (wake.Advance is { } advance)
            Advanced(advance);
        else if (Next is { Following: true, Draft: null, Delivery: null, Order: null })
            LoseTrack();
    }

    private void Suspend()
    {
        Next.Rules = Next.Rules with { Running = false };
        DropDraft();
        // Whoever leaves begins anew elsewhere; but a bot that stops is stopped here.
        if (Next.Farewell is { Then: BotSteer.Stop } farewell)
            Part(farewell);
    }

    /// <summary>A new epoch: whatever was under way belongs to the old one, and the store knows best.</summary>
    private void BeginAnew(long epoch)
    {
        DropDraft();
        Next.Draft = null;
        Next.Delivery = null;
        Next.Analysis = null;
        (Next.Planning, Next.Order, Next.Farewell, Next.Withdrawing, Next.HandBack) = (null, null, null, null, null);
        (Next.LoadTicket, Next.LoadNotBefore, Next.SeenVersion) = (null, null, 0);
        (Next.Following, Next.Retired) = (false, false);
        Next.Unsent = [];
        Next.Epoch = epoch;
    }

    private void Advanced(ChatAdvance advance)
    {
        Next.SeenVersion = Math.Max(Next.SeenVersion, advance.Version);
        if (!Next.Following)
            KeepTraces(advance.Messages);

        if (!Next.Following)
            return;

        if (advance.Version <= Next.Version)
        {
            TakeTraces(advance.Messages);
            return;
        }

        // Nobody tells a chat that its person is no longer on the list: it looks.
        if (advance.Reload || Next.DoNotContact || Next.Erased || advance.FromVersion != Next.Version)
        {
            KeepTraces(advance.Messages);
            LoseTrack();
            return;
        }

        Next.Version = advance.Version;
        if (!Next.NameIsGiven)
            Next.ContactName = advance.ContactName ?? Next.ContactName;
        Next.LanguageCode = advance.LanguageCode ?? Next.LanguageCode;
        Next.MessageCount += advance.Messages.Length;
        Next.Commands = Next.Commands.AddRange(advance.Messages.Where(message => message.Command));
        OvertakeDraft();
        Hear([.. advance.Messages.Where(message => !message.Command)]);
    }

    private void Hear(ImmutableArray<InboxMessage> messages)
    {
        if (messages.IsEmpty)
            return;

        Next.Unanswered = Next.Unanswered.AddRange(messages);
        Next.ThinkingBefore = Next.Waited.Thinking;
        Next.Initiative = Next.Initiative with { LastIn = messages[^1].StoredAt, Unanswered = 0 };
        WaitForTheWriter();
    }

    /// <summary>Something happened that we did not see: what was drafted may be wrong, and the store is read before anything else begins.</summary>
    private void LoseTrack()
    {
        DropDraft();
        Next.Following = false;
        Next.LoadTicket = null;
    }

    /// <summary>All that is known of the person goes at once, whenever the store may be read again; only the row on its way stays until it is recorded.</summary>
    private void Forget()
    {
        LoseTrack();
        (Next.ContactName, Next.LanguageCode, Next.MessageCount, Next.Memory, Next.Initiative) = (null, null, 0, StoredMemory.None, StoredInitiative.None);
        (Next.Unanswered, Next.Commands, Next.History, Next.Unsent, Next.Analysis) = ([], [], [], [], null);
        (Next.Approval, Next.Waiting, Next.LastPrompt) = (null, null, null);
        Next.NameIsGiven = false;
        (Next.Traces, Next.Words) = (Next.Traces.Clear(), Next.Words.Clear());
        Next.Open = Next is { Delivery: not null, Open: [var head, ..] } ? [head] : [];
    }

    private void WaitForTheWriter()
    {
        if (Next.Unanswered.IsEmpty)
            return;

        var quiet = now + Next.Rules.Debounce;
        var longest = Next.Unanswered[0].StoredAt + Next.Rules.Debounce * Next.Rules.DebounceCap;
        Next.QuietUntil = quiet < longest ? quiet : longest;
    }

    /// <summary>Reads when nothing is under way that the reading could miss.</summary>
    private void FollowTheStore()
    {
        if (Next.Following || Next.LoadTicket is not null || Next.Delivery is not null || Next.Draft?.Stage is DraftStage.Committing)
            return;

        if (!IsDue(Next.LoadNotBefore))
            return;

        Next.LoadTicket = NewTicket();
        _effects.Add(new ConversationEffect.Load(Next.LoadTicket.Value, Next.Rules.HistoryMessages, RepliesToRead()));
    }

    private void LoadFailed(ConversationOperation.LoadFailed failed)
    {
        if (failed.Ticket != Next.LoadTicket)
            return;

        Next.LoadTicket = null;
        Next.LoadNotBefore = now + Next.Rules.StoreRetryPause;
    }

    private void Loaded(ConversationOperation.Loaded loaded)
    {
        if (loaded.Ticket != Next.LoadTicket)
            return;

        Next.LoadTicket = null;
        Next.LoadNotBefore = null;
        Next.ReadAt = now;
        var chat = loaded.Snapshot;
        if (chat.Version < Next.SeenVersion)
            return;

        var newer = chat.Version > Next.Version;
        (Next.Following, Next.SeenVersion) = (true, chat.Version);
        (Next.Version, Next.Turn, Next.Mode, Next.HumanUntil) = (chat.Version, chat.Turn, chat.Mode, chat.HumanUntil);
        (Next.AnsweredUpTo, Next.Disclosed, Next.DoNotContact, Next.Erased) = (chat.AnsweredUpTo, chat.Disclosed, chat.DoNotContact, chat.Erased);
        (Next.ContactName, Next.NameIsGiven, Next.LanguageCode) = (chat.ContactName, chat.NameIsGiven, chat.LanguageCode);
        (Next.MessageCount, Next.Memory, Next.Initiative) = (chat.MessageCount, chat.Memory, chat.Initiative);
        (Next.Approval, Next.Waiting, Next.LastPrompt) = (chat.Approval, chat.Draft, null);
        IReadOnlyList<InboxMessage> unanswered = [.. chat.Unanswered.Where(message => !message.Command)];
        if (LastOf(unanswered) > LastOf(Next.Unanswered))
            Next.ThinkingBefore = Next.Waited.Thinking;
        Next.Unanswered = WithWords(WithTraces(unanswered));
        Next.Commands = [.. chat.Unanswered.Where(message => message.Command)];
        KeepWordsOf(unanswered);
        Next.Open = [.. chat.Open];
        Next.Replies = [.. chat.Replies];
        Next.Unwelcome = [.. chat.Unwelcome];
        ForgetSent();
        // What is on its way counts as said: a model that does not see its own answer gives it again.
        Next.History = [.. chat.History, .. chat.Open.Where(row => row.By is not (Author.Notice or Author.Farewell)).Select(LineOf)];
        if (newer && unanswered is [.., var last] && last.StoredAt + Next.Rules.Debounce > now)
            WaitForTheWriter();
    }

    private static long LastOf(IReadOnlyList<InboxMessage> messages) => messages is [.., var last] ? last.Id : 0;

    private void Retire()
    {
        DropDraft();
        Next.Retired = true;
        _effects.Add(new ConversationEffect.Retire());
    }

    private void Remember(params ReadOnlySpan<HistoryEntry> lines)
    {
        var history = Next.History.AddRange(lines);
        var surplus = history.Length - Next.Rules.HistoryMessages;
        Next.History = surplus > 0 ? history.RemoveRange(0, surplus) : history;
    }

    /// <summary>True when the moment has come; otherwise it is remembered as one to be woken at.</summary>
    private bool IsDue(DateTimeOffset? at)
    {
        if (at is null || at <= now)
            return true;

        if (_earliest is null || at < _earliest)
            _earliest = at;
        return false;
    }

    private void AskToBeWoken()
    {
        if (_earliest is not { } at || at == Next.WakeAt)
            return;

        Next.WakeAt = at;
        _effects.Add(new ConversationEffect.WakeAt(at));
    }

    private long NewTicket() => ++Next.LastTicket;
}
