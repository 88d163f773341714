using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Storage.Sqlite.Session;

/// <summary>A parameter: integer, text, blob or NULL. No boxing on the message path.</summary>
internal readonly struct SqlValue
{
    private SqlValue(SqlType type, long number, object? reference) => (Type, Number, Reference) = (type, number, reference);

    public SqlType Type { get; }
    public long Number { get; }
    public object? Reference { get; }

    public static SqlValue Null { get; } = new(SqlType.Null, 0, null);

    public static implicit operator SqlValue(long value) => new(SqlType.Integer, value, null);
    public static implicit operator SqlValue(long? value) => value is { } number ? number : Null;
    public static implicit operator SqlValue(bool value) => value ? 1L : 0L;
    public static implicit operator SqlValue(string? value) => value is null ? Null : new(SqlType.Text, 0, value);
    public static implicit operator SqlValue(byte[]? value) => value is null ? Null : new(SqlType.Blob, 0, value);
    public static implicit operator SqlValue(BotId bot) => bot.Value;
    public static implicit operator SqlValue(ChatId chat) => chat.Value;
    public static implicit operator SqlValue(DateTimeOffset time) => time.ToMicros();
    public static implicit operator SqlValue(DateTimeOffset? time) => time is { } value ? value : Null;
}

internal enum SqlType : byte
{
    Null,
    Integer,
    Text,
    Blob,
}
