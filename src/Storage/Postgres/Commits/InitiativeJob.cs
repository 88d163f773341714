using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;

namespace MultiBot.Storage.Postgres.Commits;

internal sealed class InitiativeJob(InitiativeSlice slice, CancellationToken cancellation) : CommandJob<InitiativeStored>(slice, cancellation)
{
    public override IReadOnlyList<ChatId> Chats => [slice.Chat];

    protected override string Describe()
    {
        var json = new JsonObject
        {
            ["is"] = "initiative", ["chat"] = slice.Chat.Value, ["id"] = slice.Id, ["revision"] = slice.Revision, ["version"] = slice.For.Version,
            ["turn"] = slice.For.Turn, ["kind"] = (int?)slice.Pending?.Kind, ["due"] = slice.Pending?.DueAt.ToMicros(),
            ["planned"] = slice.Pending?.PlannedAt.ToMicros(), ["decision"] = DecisionParts.Describe(slice.Decision, prompt: null),
        };
        if (slice.PlanAgain) json["again"] = true;
        if (slice.Draft is { } draft) json["draft"] = DraftParts.Describe(draft);
        return json.ToJsonString();
    }

    protected override InitiativeStored Read(JsonElement step, MessageCodec codec) => new() { Revision = step.GetProperty("revision").GetInt64() };
}
