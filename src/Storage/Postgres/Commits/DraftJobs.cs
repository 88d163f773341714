using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>Something for an operator to look at; as rare as operators are quick, so that it always goes one by one.</summary>
internal sealed class DraftJob : SliceJob<DraftStored>
{
    private readonly DraftSlice _slice;
    private byte[] _data = [];
    private byte[]? _prompt;
    private byte[]? _calls;
    private byte[][] _heard = [];

    public DraftJob(DraftSlice slice, CancellationToken cancellation) : base(slice, cancellation)
    {
        _slice = slice;
        OneByOne = true;
    }

    public override IReadOnlyList<ChatId> Chats => [_slice.Chat];

    protected override void Encode(TextEncoding encode)
    {
        _data = encode(_slice.Text);
        _prompt = _slice.Decision.Prompt is { } prompt ? encode(prompt) : null;
        _heard = [.. _slice.Transcripts.Select(heard => encode(heard.Text, heard.Details))];
        _calls = ToolRecordJson.Write(_slice.Decision.Calls) is { } calls ? encode(calls) : null;
    }

    protected override string Describe()
    {
        var json = new JsonObject
        {
            ["is"] = "draft", ["chat"] = _slice.Chat.Value, ["id"] = _slice.Id, ["version"] = _slice.Basis.Version, ["turn"] = _slice.Basis.Turn,
            ["action"] = (int?)_slice.Unasked, ["answers"] = new JsonArray([.. _slice.Answers.Select(id => JsonValue.Create(id))]),
            ["expires"] = _slice.ExpiresAt?.ToMicros(), ["data"] = Convert.ToHexStringLower(_data), ["decision"] = DecisionParts.Describe(_slice.Decision, _prompt, _calls),
        };
        if (_heard.Length > 0) json["heard"] = TranscriptParts.Describe(_slice.Transcripts, _heard);
        return json.ToJsonString();
    }

    protected override DraftStored Read(JsonElement step, MessageCodec codec) => new() { Id = step.GetProperty("id").GetInt64() };
}

internal sealed class SettleDraftJob(SettleDraftSlice slice, CancellationToken cancellation) : CommandJob<DraftSettled>(slice, cancellation)
{
    public override IReadOnlyList<ChatId> Chats => [slice.Chat];

    protected override string Describe()
    {
        var json = new JsonObject { ["is"] = "settle", ["chat"] = slice.Chat.Value, ["draft"] = DraftParts.Describe(slice.Draft) };
        if (slice.Decision is { } decision) json["decision"] = DecisionParts.Describe(decision, prompt: null);
        return json.ToJsonString();
    }

    protected override DraftSettled Read(JsonElement step, MessageCodec codec) => new();
}

/// <summary>What was heard in voice messages, as the steps take it.</summary>
internal static class TranscriptParts
{
    /// <param name="transcripts">Of which messages.</param>
    /// <param name="data">Their rows' new contents, in the same order.</param>
    public static JsonArray Describe(IReadOnlyList<Transcription> transcripts, byte[][] data) =>
        new([.. data.Select((bytes, at) => new JsonObject { ["id"] = transcripts[at].MessageId, ["data"] = Convert.ToHexStringLower(bytes) })]);
}

/// <summary>What becomes of a draft, as the steps take it.</summary>
internal static class DraftParts
{
    public static JsonObject Describe(DraftSettlement draft) => new() { ["id"] = draft.DraftId, ["state"] = (int)draft.State };
}
