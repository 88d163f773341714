using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>
/// Knows what every person wrote and saw and what every prompt held, and compares it with what the store did. It trusts neither
/// the conversation nor the guards: it looks at each write as it happens, and at everything once the world is at rest.
/// </summary>
internal sealed partial class Judge(bool idempotentSends, AutonomyRules autonomy, bool approval)
{
    private readonly Dictionary<Guid, Prompt> _prompts = [];
    private readonly HashSet<string> _erasedTexts = [];
    private readonly HashSet<(ChatId Chat, long Source)> _erased = [];
    private readonly HashSet<long> _erasedRows = [];
    private readonly Dictionary<ChatId, long> _plans = [];
    private readonly Dictionary<ChatId, int> _wroteFirst = [];
    private int _wroteFirstInAll;
    private readonly Dictionary<Guid, (ChatId Chat, Author By)> _turns = [];
    private readonly HashSet<(ChatId Chat, long Source)> _written = [];
    private readonly HashSet<(ChatId Chat, long Source)> _answered = [];
    private readonly HashSet<long> _forgotten = [];
    private readonly HashSet<long> _claimedInSilence = [];
    private readonly HashSet<(ChatId Chat, string Fact)> _learned = [];
    private readonly List<Sight> _seen = [];

    /// <summary>What people saw of us.</summary>
    public int Seen => _seen.Count;

    public int Written => _written.Count;

    public void PersonWrote(ChatId chat, long sourceId) => _written.Add((chat, sourceId));

    /// <summary>The turn with this id is made from a prompt that held these messages.</summary>
    public void Drafted(Guid turnId, Prompt prompt) => _prompts[turnId] = prompt;

    /// <summary>The turn with this id is an approved draft.</summary>
    public void Approved(Guid turnId, Guid draftId) => _prompts[turnId] = _prompts[draftId];

    public void Wrote(Slice slice, long epoch, ModelChat chat, long watermarkBefore)
    {
        Require(slice.Epoch == epoch, Promise.StaleWriteRefused, $"{slice.GetType().Name} of epoch {slice.Epoch} was accepted under epoch {epoch}");
        Require(chat.AnsweredUpTo >= watermarkBefore, Promise.WatermarkNeverFalls, $"from {watermarkBefore} to {chat.AnsweredUpTo}");
    }

    /// <summary>Called before the turn changes the chat.</summary>
    public void TurnTaken(ModelChat chat, TurnSlice slice)
    {
        Require(_turns.TryAdd(slice.Id, (chat.Id, slice.By)), Promise.AnsweredOnce, $"turn {slice.Id} of {chat.Id} was applied twice");
        Require(
            !approval || slice.By is not Author.Persona || slice.Parts.Count == 0 || slice.Draft is { State: DraftState.Approved },
            Promise.NothingUnapproved,
            $"turn {slice.Id} of {chat.Id} leaves without an operator's word");
        foreach (var call in slice.Decision?.Calls.Where(call => call.Tool == ToolNames.Remember) ?? [])
            Learned(chat.Id, call.Arguments);
        if (slice.Parts.Count > 0 && _prompts.TryGetValue(slice.Id, out var seen))
        {
            Require(!seen.Texts.Any(_erasedTexts.Contains), Promise.ErasedStaysErased, $"a turn of {chat.Id} is made from {string.Join(", ", seen.Texts)}");
            RequireSeen(chat, slice, seen);
        }

        if (slice.AnsweredUpTo is not { } upTo)
            return;

        Require(upTo >= chat.AnsweredUpTo, Promise.WatermarkNeverFalls, $"a turn asks for {upTo} below {chat.AnsweredUpTo}");
        IReadOnlyList<InboxMessage> prompt = slice.Parts.Count > 0 ? _prompts[slice.Id].Unanswered : [];
        foreach (var message in chat.Waiting.Where(message => message.Id <= upTo && message.State is InboxState.ByWatermark))
        {
            var settled = slice.Parts.Count == 0 && slice.Marks.Any(mark => mark.MessageId == message.Id);
            Require(
                settled || prompt.Any(line => line.Id == message.Id && line.Text == message.Text),
                Promise.DraftSawEverything,
                $"«{message.Text}» ({message.Id}) is answered by a turn up to {upTo} whose prompt held {Names(prompt)}");
        }

        foreach (var line in prompt)
            Answered(chat, chat.Inbox.Single(message => message.Id == line.Id), slice);
    }

    /// <summary>From now on it is known.</summary>
    public void Learned(ChatId chat, string fact) => _learned.Add((chat, fact));

    public void Claimed(ModelChat chat, ModelRow row)
    {
        if (!ChatModes.MaySend(chat.Mode, row.Row.By))
            _claimedInSilence.Add(row.Row.Id);
        Require(row.ForVersion is null || row.ForVersion == chat.Version, Promise.UnaskedOnlyWhileNothingMoves, $"{row} was written first at version {row.ForVersion} and is claimed at {chat.Version}");
    }

    public void ModeChanged(ModelChat chat) => Require(
        !chat.Outbox.Exists(row => row.Row.State is OutboxState.Pending && !ChatModes.MaySend(chat.Mode, row.Row.By)),
        Promise.PendingCancelled,
        $"{chat.Id} is {chat.Mode} and a pending row of the persona stays");

    public void Forgotten(ModelChat chat, ModelMessage message) => _forgotten.Add(message.Id);

    public void ParkedSettled(ModelChat chat, ModelMessage message)
    {
        if (message.State is InboxState.Requeued)
            _answered.Remove((chat.Id, message.SourceId));
    }

    public void PersonSaw(OutgoingMessage message)
    {
        Require(!_claimedInSilence.Contains(message.RowId), Promise.SilenceKept, $"«{message.Text}» was claimed when the persona had to be silent");
        _seen.Add(new Sight(message.Chat, message.RowId, message.Turn, message.Part, message.Text));
    }

    private void Answered(ModelChat chat, ModelMessage message, TurnSlice slice)
    {
        Require(
            !message.Deleted && message.State is not InboxState.Ignored && !_forgotten.Contains(message.Id),
            Promise.ForgottenStaysForgotten,
            $"«{message.Text}» was deleted, handed back or opted out, and is answered all the same");
        Require(_answered.Add((chat.Id, message.SourceId)), Promise.AnsweredOnce, $"«{message.Text}» ({message.SourceId}) is answered by a second turn, {slice.Id}");
    }

    private static string Names(IReadOnlyList<InboxMessage> prompt) => string.Join(", ", prompt.Select(line => $"«{line.Text}» ({line.Id})"));

    private static void Require(bool holds, Promise promise, string what)
    {
        if (!holds)
            throw new Violation(promise, what);
    }

    private sealed record Sight(ChatId Chat, long RowId, long Turn, int Part, string Text);
}
