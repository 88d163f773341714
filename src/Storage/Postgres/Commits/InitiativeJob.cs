using System.Text.Json;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>A plan; rare, so that it always goes one by one.</summary>
internal sealed class InitiativeJob : SliceJob<InitiativeStored>
{
    private readonly InitiativeSlice _slice;
    private byte[]? _about;

    public InitiativeJob(InitiativeSlice slice, CancellationToken cancellation) : base(slice, cancellation)
    {
        _slice = slice;
        OneByOne = true;
    }

    public override IReadOnlyList<ChatId> Chats => [_slice.Chat];
    public override bool HasTexts => _slice.Pending?.About is not null;

    protected override void Encode(TextEncoding encode) => _about = _slice.Pending?.About is { } about ? encode(about) : null;

    protected override string Describe()
    {
        var json = PlanParts.Describe(_slice.Revision, _slice.Pending, _about, _slice.Decision);
        (json["is"], json["chat"], json["id"], json["version"], json["turn"]) = ("initiative", _slice.Chat.Value, _slice.Id, _slice.For.Version, _slice.For.Turn);
        if (_slice.PlanAgain) json["again"] = true;
        if (_slice.Draft is { } draft) json["draft"] = DraftParts.Describe(draft);
        return json.ToJsonString();
    }

    protected override InitiativeStored Read(JsonElement step, MessageCodec codec) => new() { Revision = step.GetProperty("revision").GetInt64() };
}
