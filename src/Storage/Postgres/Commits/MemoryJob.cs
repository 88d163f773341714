using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>What is known of a person; rare, so that it always goes one by one.</summary>
internal sealed class MemoryJob : SliceJob<MemoryStored>
{
    private readonly MemorySlice _slice;
    private readonly PersonHashes _people;
    private byte[] _data = [];

    public MemoryJob(MemorySlice slice, PersonHashes people, CancellationToken cancellation) : base(slice, cancellation)
    {
        (_slice, _people) = (slice, people);
        OneByOne = true;
    }

    public override IReadOnlyList<ChatId> Chats => [_slice.Chat];

    protected override void Encode(TextEncoding encode) => _data = encode(Encoding.UTF8.GetString(MemoryJson.Write(_slice.Memory)));

    protected override string Describe() => new JsonObject
    {
        ["is"] = "memory", ["chat"] = _slice.Chat.Value, ["id"] = _slice.Id, ["basis"] = _slice.Basis, ["messages"] = _slice.AnalyzedMessages,
        ["person"] = PersonJson.Of(_people, _slice.Bot, _slice.Chat), ["data"] = Convert.ToHexStringLower(_data),
    }.ToJsonString();

    protected override MemoryStored Read(JsonElement step, MessageCodec codec) => new() { Revision = step.GetProperty("revision").GetInt64() };
}
