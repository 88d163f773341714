using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>A turn. The persona's plain answer goes in sets; whatever the sets don't accept is looked at one by one.</summary>
internal sealed class TurnJob : SliceJob<TurnCommitted>
{
    private readonly TurnSlice _slice;
    private readonly PersonHashes _people;
    private byte[][] _data = [];
    private byte[]? _prompt;
    private byte[]? _calls;
    private byte[] _memory = [];
    private byte[]? _about;
    private byte[][] _heard = [];
    private int _partsBefore;

    public TurnJob(TurnSlice slice, PersonHashes people, CancellationToken cancellation) : base(slice, cancellation)
    {
        (_slice, _people) = (slice, people);
        OneByOne = slice is not { Basis: not null, By: Author.Persona, Marks.Count: 0, Initiative: null, Draft: null, StopsBot: false } || slice.Decision?.Calls.Count > 0 || slice.Transcripts.Count > 0;
    }

    public override IReadOnlyList<ChatId> Chats => [_slice.Chat];
    public override int Rows => _slice.Parts.Count + (_slice.Decision is null ? 0 : 1);

    protected override void Encode(TextEncoding encode)
    {
        _data = [.. _slice.Parts.Select(part => encode(part.Text, entities: part.Entities, replyTo: part.ReplyTo))];
        _prompt = _slice.Decision?.Prompt is { } prompt ? encode(prompt) : null;
        _calls = _slice.Decision is { } decision && ToolRecordJson.Write(decision.Calls) is { } calls ? encode(calls) : null;
        _memory = _slice.Memory is { } learned ? encode(Encoding.UTF8.GetString(MemoryJson.Write(learned.Memory))) : [];
        _heard = [.. _slice.Transcripts.Select(heard => encode(heard.Text, heard.Details))];
        _about = _slice.Plan?.Pending.About is { } about ? encode(about) : null;
    }

    protected override int AddToSets(CommitGroup group, int bot)
    {
        var (turns, parts) = (group.Parameters.Turns, group.Parameters.Parts);
        turns.Bot.Add(bot);
        turns.Chat.Add(_slice.Chat.Value);
        turns.Id.Add(_slice.Id);
        turns.Version.Add(_slice.Basis!.Version);
        turns.Turn.Add(_slice.Basis.Turn);
        turns.Answered.Add(_slice.AnsweredUpTo ?? 0);
        turns.Discloses.Add(_slice.Discloses);
        turns.Expires.Add(_slice.ExpiresAt?.UtcDateTime);
        turns.Parts.Add(_data.Length);
        group.Parameters.TurnContacts.Add(_people.Of(_slice.Chat));

        _partsBefore = parts.Turn.Count;
        for (var part = 0; part < _data.Length; part++)
        {
            parts.Turn.Add(turns.Bot.Count);
            parts.Part.Add(part);
            parts.Now.Add(_slice.Parts[part].SendNow);
            parts.Data.Add(_data[part]);
        }

        if (_slice.Decision is { } decision) Add(decision, group.Parameters.Decisions, turns.Bot.Count);
        return turns.Bot.Count;
    }

    protected override TurnCommitted? FromSets(CommitAnswer answer, MessageCodec codec) => answer.TurnAt(Position) is var turn and > 0
        ? new TurnCommitted { Turn = turn, Rows = [.. _slice.Parts.Select((part, index) => Row(part, index, turn, answer))] }
        : null;

    protected override string Describe()
    {
        var json = new JsonObject
        {
            ["is"] = "turn", ["chat"] = _slice.Chat.Value, ["id"] = _slice.Id, ["by"] = (int)_slice.By, ["answered"] = _slice.AnsweredUpTo,
            ["discloses"] = _slice.Discloses, ["expires"] = _slice.ExpiresAt?.ToMicros(), ["senders"] = ModeJson.Senders(),
            ["marks"] = new JsonArray([.. _slice.Marks.Select(Describe)]),
            ["parts"] = new JsonArray([.. _slice.Parts.Select((part, index) => new JsonObject { ["now"] = part.SendNow, ["data"] = Convert.ToHexStringLower(_data[index]) })]),
        };
        (json["person"], json["contact"]) = (PersonJson.Of(_people, _slice.Bot, _slice.Chat), PersonJson.Contact(_people, _slice.Chat));
        if (_slice.StopsBot) json["stops"] = true;
        if (_slice.Basis is { } basis) (json["version"], json["turn"]) = (basis.Version, basis.Turn);
        if (_slice.Decision is { } decision) json["decision"] = DecisionParts.Describe(decision, _prompt, _calls);
        if (_slice.Initiative is { } claim) json["initiative"] = Describe(claim);
        if (_slice.Memory is { } learned) json["memory"] = Describe(learned);
        if (_slice.Plan is { } plan) json["plan"] = PlanParts.Describe(plan.Revision, plan.Pending, _about, plan.Decision);
        if (_heard.Length > 0) json["heard"] = TranscriptParts.Describe(_slice.Transcripts, _heard);
        if (_slice.Questions > 0) json["questions"] = _slice.Questions;
        if (_slice.Draft is { } draft) json["draft"] = DraftParts.Describe(draft);
        return json.ToJsonString();
    }

    protected override TurnCommitted Read(JsonElement step, MessageCodec codec) => new()
    {
        Turn = step.GetProperty("turn").GetInt64(),
        Rows = [.. step.GetProperty("rows").EnumerateArray().Select(row => OutboxJson.Read(row, Bot, codec))],
    };

    private void Add(Decision decision, CommitParameters.DecisionColumns decisions, int turn)
    {
        decisions.Turn.Add(turn);
        decisions.Kind.Add((short)decision.Kind);
        decisions.Reason.Add(decision.Reason);
        decisions.Inputs.Add(DecisionJson.Write(decision.Inputs));
        decisions.Prompt.Add(_prompt);
    }

    /// <summary>As <see cref="MemoryJob"/> would; it is the turn that repeats are known by.</summary>
    private JsonObject Describe(TurnMemory learned) => new()
    {
        ["chat"] = _slice.Chat.Value, ["id"] = _slice.Id, ["basis"] = learned.Basis, ["messages"] = learned.AnalyzedMessages,
        ["person"] = PersonJson.Of(_people, _slice.Bot, _slice.Chat), ["data"] = Convert.ToHexStringLower(_memory),
    };

    private static JsonObject Describe(InitiativeClaim claim) => new()
    {
        ["revision"] = claim.Revision, ["unanswered"] = claim.Unanswered, ["day"] = claim.Day.Day.DayNumber, ["dayCount"] = claim.Day.Count,
        ["botDay"] = claim.BotDay.DayNumber, ["most"] = claim.MaxPerBotAndDay,
    };

    private OutboxRow Row(TurnPart part, int index, long turn, CommitAnswer answer) => new()
    {
        Id = answer.IdOfPart(_partsBefore + index + 1),
        Turn = turn,
        Part = index,
        Text = StorableText.Clean(part.Text),
        Entities = part.Entities,
        ReplyTo = part.ReplyTo,
        By = Author.Persona,
        State = part.SendNow ? OutboxState.Sending : OutboxState.Pending,
        Attempt = part.SendNow ? 1 : 0,
        Epoch = part.SendNow ? Epoch : 0,
        ClaimedAt = part.SendNow ? answer.Now : null,
    };

    private JsonObject Describe(InboxMark mark) => new()
    {
        ["id"] = mark.MessageId,
        ["state"] = (int)mark.State,
        ["code"] = mark.State switch
        {
            InboxState.Overdue => StorageCodes.ReplyTooOld,
            InboxState.Parked => _slice.FailureCode ?? StorageCodes.ReplyFailed,
            InboxState.Ignored => _slice.FailureCode,
            _ => null,
        },
    };
}
