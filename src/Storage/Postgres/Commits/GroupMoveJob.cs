using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>A group that became a supergroup.</summary>
internal sealed class GroupMoveJob(GroupMoveSlice slice, CancellationToken cancellation) : CommandJob<GroupMoveStored>(slice, cancellation)
{
    public override IReadOnlyList<ChatId> Chats => [slice.Chat, slice.To];

    protected override string Describe() => new JsonObject { ["is"] = "groupMove", ["chat"] = slice.Chat.Value, ["place"] = slice.To.Value }.ToJsonString();

    protected override GroupMoveStored Read(JsonElement step, MessageCodec codec) => new() { Follows = step.GetProperty("follows").GetBoolean() };
}
