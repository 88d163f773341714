using MultiBot.Domain.Bots;
using MultiBot.Storage.Configs;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Bots;

/// <summary>A row of <c>bots</c> as it was read: its secrets are sealed still.</summary>
internal sealed record BotRow
{
    /// <summary>Columns of <see cref="Read"/>.</summary>
    public const string Columns = "config::text, secrets, own_json, revision, should_run, source, created_at, updated_at, removed_at, remove_webhook, username";
    public const int ColumnCount = 11;

    public required string Config { get; init; }
    public required byte[] Secrets { get; init; }
    public required string OwnJson { get; init; }
    public required long Revision { get; init; }
    public required bool ShouldRun { get; init; }
    public required string? Source { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset? RemovedAt { get; init; }
    public required bool RemoveWebhook { get; init; }
    public required string? Username { get; init; }

    public static BotRow Read(NpgsqlDataReader row) => new()
    {
        Config = row.GetString(0),
        Secrets = row.Bytes(1),
        OwnJson = row.GetString(2),
        Revision = row.GetInt64(3),
        ShouldRun = row.GetBoolean(4),
        Source = row.TextOrNull(5),
        CreatedAt = row.Time(6),
        UpdatedAt = row.Time(7),
        RemovedAt = row.TimeOrNull(8),
        RemoveWebhook = row.GetBoolean(9),
        Username = row.TextOrNull(10),
    };

    public BotRecord Open(BotId bot, BotConfigCodec codec) => new()
    {
        Config = codec.Restore(bot, Config, Secrets),
        OwnJson = OwnJson,
        Revision = Revision,
        ShouldRun = ShouldRun,
        Source = Source,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        RemovedAt = RemovedAt,
        RemoveWebhook = RemoveWebhook,
        Username = Username,
    };
}
