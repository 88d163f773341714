using System.Text.Json;

namespace MultiBot.Sandbox.BotApi;

/// <summary>A complete answer in Telegram's shape, ready for the wire.</summary>
internal readonly record struct BotApiAnswer(int Status, byte[] Body, string? Error, int? RetryAfter = null)
{
    private static readonly byte[] TrueBody = """{"ok":true,"result":true}"""u8.ToArray();

    public static BotApiAnswer True => new(200, TrueBody, null);

    /// <summary><paramref name="write"/> writes the value of <c>result</c>.</summary>
    public static BotApiAnswer Of<TState>(TState state, Action<Utf8JsonWriter, TState> write) =>
        new(200, JsonBody.Write((state, write), static (json, given) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("ok"u8, true);
            json.WritePropertyName("result"u8);
            given.write(json, given.state);
            json.WriteEndObject();
        }), null);

    public static BotApiAnswer Of(BotApiError error) =>
        new(error.Code, JsonBody.Write(error, WriteError), error.Description, error.RetryAfter);

    private static void WriteError(Utf8JsonWriter json, BotApiError error)
    {
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, false);
        json.WriteNumber("error_code"u8, error.Code);
        json.WriteString("description"u8, error.Description);
        if (error.RetryAfter is not null || error.MigrateToChatId is not null)
        {
            json.WriteStartObject("parameters"u8);
            if (error.MigrateToChatId is { } chatId)
                json.WriteNumber("migrate_to_chat_id"u8, chatId);
            if (error.RetryAfter is { } seconds)
                json.WriteNumber("retry_after"u8, seconds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
