using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using Npgsql;
using NpgsqlTypes;

namespace MultiBot.Storage.Postgres.Session;

/// <summary>A parameter with its PostgreSQL type, so that NULL has one too.</summary>
internal readonly record struct SqlArgument(object? Value, NpgsqlDbType Type)
{
    public static implicit operator SqlArgument(string? value) => new(value, NpgsqlDbType.Text);
    public static implicit operator SqlArgument(long value) => new(value, NpgsqlDbType.Bigint);
    public static implicit operator SqlArgument(long? value) => new(value, NpgsqlDbType.Bigint);
    public static implicit operator SqlArgument(int value) => new(value, NpgsqlDbType.Integer);
    public static implicit operator SqlArgument(int? value) => new(value, NpgsqlDbType.Integer);
    public static implicit operator SqlArgument(bool value) => new(value, NpgsqlDbType.Boolean);
    public static implicit operator SqlArgument(byte[]? value) => new(value, NpgsqlDbType.Bytea);
    public static implicit operator SqlArgument(Guid value) => new(value, NpgsqlDbType.Uuid);
    public static implicit operator SqlArgument(string[]? value) => new(value, NpgsqlDbType.Array | NpgsqlDbType.Text);
    public static implicit operator SqlArgument(int[] value) => new(value, NpgsqlDbType.Array | NpgsqlDbType.Integer);
    public static implicit operator SqlArgument(long[] value) => new(value, NpgsqlDbType.Array | NpgsqlDbType.Bigint);
    public static implicit operator SqlArgument(Guid[] value) => new(value, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
    public static implicit operator SqlArgument(DateTimeOffset value) => new(value.UtcDateTime, NpgsqlDbType.TimestampTz);
    public static implicit operator SqlArgument(DateTimeOffset? value) => new(value?.UtcDateTime, NpgsqlDbType.TimestampTz);
    public static implicit operator SqlArgument(TimeSpan value) => new(value, NpgsqlDbType.Interval);
    public static implicit operator SqlArgument(BotId value) => value.Value;
    public static implicit operator SqlArgument(ChatId value) => value.Value;

    public static SqlArgument Json(string value) => new(value, NpgsqlDbType.Json);
    public static SqlArgument Jsonb(string value) => new(value, NpgsqlDbType.Jsonb);

    /// <summary>An enumeration or a small number.</summary>
    public static SqlArgument Small(long? value) => new(value is { } number ? (short)number : null, NpgsqlDbType.Smallint);

    public NpgsqlParameter ToParameter() => new() { Value = Value ?? DBNull.Value, NpgsqlDbType = Type };
}
