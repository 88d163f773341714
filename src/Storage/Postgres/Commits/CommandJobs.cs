using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Events;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>Kinds that are rare and carry no text: they always go one by one.</summary>
internal abstract class CommandJob<TResult> : SliceJob<TResult>
    where TResult : class
{
    protected CommandJob(Slice<TResult> slice, CancellationToken cancellation) : base(slice, cancellation) => OneByOne = true;

    public sealed override bool HasTexts => false;

    protected sealed override void Encode(TextEncoding encode)
    {
        // No text to encode.
    }
}

internal sealed class ClaimJob(ClaimSlice slice, PersonHashes people, CancellationToken cancellation) : CommandJob<ClaimAnswer>(slice, cancellation)
{
    public override IReadOnlyList<ChatId> Chats => [slice.Chat];

    protected override string Describe() => new JsonObject
    {
        ["is"] = "claim", ["chat"] = slice.Chat.Value, ["row"] = slice.RowId, ["attempt"] = slice.Attempt, ["id"] = slice.Id, ["senders"] = ModeJson.Senders(),
        ["contact"] = PersonJson.Contact(people, slice.Chat),
    }.ToJsonString();

    protected override ClaimAnswer Read(JsonElement step, MessageCodec codec) => new()
    {
        Row = OutboxJson.Read(step.GetProperty("row"), Bot, codec),
        Refused = step.TryGetProperty("refused", out var code) ? code.GetString() : null,
    };
}

internal sealed class ModeJob(ModeSlice slice, PersonHashes people, CancellationToken cancellation) : CommandJob<ModeAnswer>(slice, cancellation)
{
    public override IReadOnlyList<ChatId> Chats => [slice.Chat];

    protected override string Describe() => new JsonObject
    {
        ["is"] = "mode", ["chat"] = slice.Chat.Value, ["person"] = PersonJson.Of(people, slice.Bot, slice.Chat), ["command"] = ModeJson.Command(slice.Command),
    }.ToJsonString();

    protected override ModeAnswer Read(JsonElement step, MessageCodec codec) => new()
    {
        Accepted = step.GetProperty("accepted").GetBoolean(),
        Mode = (ChatMode)step.GetProperty("mode").GetInt32(),
        Version = step.GetProperty("version").GetInt64(),
        Cancelled = step.GetProperty("cancelled").GetInt32(),
        StillSending = step.GetProperty("leaving").GetInt32(),
    };
}

internal sealed class ParkedJob(ParkedSlice slice, PersonHashes people, CancellationToken cancellation) : CommandJob<ParkedAnswer>(slice, cancellation)
{
    public override IReadOnlyList<ChatId> Chats => [slice.Chat];

    protected override string Describe() => new JsonObject
    {
        ["is"] = "parked", ["chat"] = slice.Chat.Value, ["person"] = PersonJson.Of(people, slice.Bot, slice.Chat), ["message"] = slice.MessageId, ["retry"] = slice.Retry,
    }.ToJsonString();

    protected override ParkedAnswer Read(JsonElement step, MessageCodec codec) => new() { Found = step.GetProperty("found").GetBoolean() };
}

internal sealed class ContactJob(ContactSlice slice, PersonHashes people, CancellationToken cancellation) : CommandJob<ContactNamed>(slice, cancellation)
{
    public override IReadOnlyList<ChatId> Chats => [slice.Chat];

    protected override string Describe() => new JsonObject
    {
        ["is"] = "contact", ["chat"] = slice.Chat.Value, ["person"] = PersonJson.Of(people, slice.Bot, slice.Chat), ["name"] = slice.Name,
    }.ToJsonString();

    protected override ContactNamed Read(JsonElement step, MessageCodec codec) => new() { IsNew = step.GetProperty("new").GetBoolean() };
}

/// <summary>What a bot's grain reports of it goes the same way as its messages: thousands that come up at once share commits.</summary>
internal sealed record StatusSlice : Slice<StatusStored>
{
    public required BotState State { get; init; }
    public string? Event { get; init; }
}

internal sealed record StatusStored;

internal sealed class StatusJob(StatusSlice slice, CancellationToken cancellation) : CommandJob<StatusStored>(slice, cancellation)
{
    public override IReadOnlyList<ChatId> Chats => [];

    protected override string Describe()
    {
        var json = new JsonObject
        {
            ["is"] = "status", ["status"] = (int)slice.State.Status, ["silo"] = slice.State.Silo, ["error"] = slice.State.LastError, ["username"] = slice.State.Username,
        };
        if (slice.Event is { } type) (json["event"], json["data"]) = (type, EventData.Status(slice.State));
        return json.ToJsonString();
    }

    protected override StatusStored Read(JsonElement step, MessageCodec codec) => new();
}
