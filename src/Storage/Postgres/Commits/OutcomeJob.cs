using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>What became of an attempt. «Sent» goes in sets, all else one by one.</summary>
internal sealed class OutcomeJob : SliceJob<OutcomeRecorded>
{
    private readonly OutcomeSlice _slice;

    public OutcomeJob(OutcomeSlice slice, CancellationToken cancellation) : base(slice, cancellation)
    {
        if (slice.State is OutboxState.Sending) throw new ArgumentException("An outcome leaves «sending».", nameof(slice));
        _slice = slice;
        OneByOne = slice is not { State: OutboxState.Sent, SourceId: not null, NotBefore: null, Uncertain: false, Blocks: false };
    }

    public override IReadOnlyList<ChatId> Chats => [_slice.Chat];
    public override bool HasTexts => false;

    protected override void Encode(TextEncoding encode)
    {
        // An outcome carries no text.
    }

    protected override int AddToSets(CommitGroup group, int bot)
    {
        var sent = group.Parameters.Sent;
        sent.Bot.Add(bot);
        sent.Chat.Add(_slice.Chat.Value);
        sent.Row.Add(_slice.RowId);
        sent.Attempt.Add(_slice.Attempt);
        sent.Epoch.Add(_slice.ClaimEpoch);
        sent.Source.Add(_slice.SourceId!.Value);
        sent.Code.Add(_slice.Code);
        var figures = group.Parameters.SentFigures;
        figures.Waited.Add(_slice.Figures.Waited);
        figures.InputTokens.Add(_slice.Figures.InputTokens);
        figures.OutputTokens.Add(_slice.Figures.OutputTokens);
        return sent.Bot.Count;
    }

    protected override OutcomeRecorded? FromSets(CommitAnswer answer, MessageCodec codec) =>
        answer.SentAt(Position) is { } row ? new() { Row = Sent(row, codec.ReadFormatted(Bot, row.Data)) } : null;

    private OutboxRow Sent(CommitAnswer.SentRow row, FormattedData data) => new()
    {
        Id = _slice.RowId,
        Turn = row.Turn,
        Part = row.Part,
        Text = data.Text,
        Entities = data.Entities,
        By = row.By,
        State = OutboxState.Sent,
        Attempt = row.Attempt,
        Epoch = row.Epoch,
        ClaimedAt = row.ClaimedAt,
    };

    protected override string Describe()
    {
        var json = new JsonObject
        {
            ["is"] = "outcome", ["chat"] = _slice.Chat.Value, ["row"] = _slice.RowId, ["attempt"] = _slice.Attempt, ["claimEpoch"] = _slice.ClaimEpoch,
            ["state"] = (int)_slice.State, ["notBefore"] = _slice.NotBefore?.ToMicros(), ["source"] = _slice.SourceId, ["code"] = _slice.Code,
            ["uncertain"] = _slice.Uncertain, ["replyMs"] = _slice.Figures.Waited, ["inputTokens"] = _slice.Figures.InputTokens,
            ["outputTokens"] = _slice.Figures.OutputTokens,
        };
        if (_slice.Blocks) json["block"] = ModeJson.Command(ModeCommand.Block);
        return json.ToJsonString();
    }

    protected override OutcomeRecorded Read(JsonElement step, MessageCodec codec) => new() { Row = OutboxJson.Read(step.GetProperty("row"), Bot, codec) };
}
