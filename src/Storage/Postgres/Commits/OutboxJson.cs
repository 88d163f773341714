using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Storage.Messages;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>A message of ours as the steps tell of it.</summary>
internal static class OutboxJson
{
    public static OutboxRow Read(JsonElement row, BotId bot, MessageCodec codec) =>
        Read(row, codec.ReadFormatted(bot, Convert.FromHexString(row.GetProperty("data").GetString()!)));

    private static OutboxRow Read(JsonElement row, FormattedData data) => new()
    {
        Id = row.GetProperty("id").GetInt64(),
        Turn = row.GetProperty("turn").GetInt64(),
        Part = row.GetProperty("part").GetInt32(),
        Text = data.Text,
        Entities = data.Entities,
        ReplyTo = data.ReplyTo,
        By = (Author)row.GetProperty("author").GetInt32(),
        State = (OutboxState)row.GetProperty("state").GetInt32(),
        Attempt = row.GetProperty("attempt").GetInt32(),
        Epoch = row.GetProperty("epoch").GetInt64(),
        ClaimedAt = Time(row, "claimedAt"),
        NotBefore = Time(row, "notBefore"),
        Uncertain = row.GetProperty("uncertain").GetBoolean(),
    };

    private static DateTimeOffset? Time(JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.Number } micros ? StoreTime.FromMicros(micros.GetInt64()) : null;
}
