using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>A person to erase.</summary>
internal sealed class EraseJob(EraseSlice slice, PersonHashes people, int chunk, CancellationToken cancellation) : CommandJob<Erased>(slice, cancellation)
{
    public override IReadOnlyList<ChatId> Chats => [slice.Chat];

    protected override string Describe() => new JsonObject
    {
        ["is"] = "erase", ["chat"] = slice.Chat.Value, ["id"] = slice.Id, ["person"] = PersonJson.Of(people, slice.Bot, slice.Chat), ["most"] = chunk,
        ["tables"] = new JsonArray([.. PersonTables.Erased.Select(table => (JsonNode)table)]),
    }.ToJsonString();

    protected override Erased Read(JsonElement step, MessageCodec codec) => !step.GetProperty("found").GetBoolean() ? new Erased { Found = false } : new Erased
    {
        Found = true,
        Rest = step.GetProperty("rest").GetBoolean(),
        Cancelled = step.GetProperty("cancelled").GetInt32(),
        StillSending = step.GetProperty("leaving").GetInt32(),
    };
}
