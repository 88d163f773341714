using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
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
    private byte[]? _notes;

    public MemoryJob(MemorySlice slice, PersonHashes people, CancellationToken cancellation) : base(slice, cancellation)
    {
        (_slice, _people) = (slice, people);
        OneByOne = true;
    }

    public override IReadOnlyList<ChatId> Chats => [_slice.Chat];

    protected override void Encode(TextEncoding encode)
    {
        _data = encode(Encoding.UTF8.GetString(MemoryJson.Write(_slice.Memory)));
        _notes = _slice.Card?.Notes?.Value is { } notes ? encode(notes) : null;
    }

    protected override string Describe()
    {
        var step = new JsonObject
        {
            ["is"] = "memory", ["chat"] = _slice.Chat.Value, ["id"] = _slice.Id, ["basis"] = _slice.Basis, ["messages"] = _slice.AnalyzedMessages,
            ["person"] = PersonJson.Of(_people, _slice.Bot, _slice.Chat), ["data"] = Convert.ToHexStringLower(_data),
        };
        if (_slice.Card is { } card) step["card"] = Describe(card);
        return step.ToJsonString();
    }

    /// <summary>What is not mentioned is not in it.</summary>
    private JsonObject Describe(ContactCard card)
    {
        var told = new JsonObject();
        if (card.Name is { } name) told["name"] = name.Value;
        if (card.Tags is { } tags) told["tags"] = new JsonArray([.. (tags.Value ?? []).Select(tag => JsonValue.Create(tag))]);
        if (card.Notes is not null) told["notes"] = _notes is null ? null : Convert.ToHexStringLower(_notes);
        if (card.Approval is { } approval) told["approval"] = approval.Value;
        return told;
    }

    protected override MemoryStored Read(JsonElement step, MessageCodec codec) => new() { Revision = step.GetProperty("revision").GetInt64() };
}
