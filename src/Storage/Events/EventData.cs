using System.Globalization;
using System.Text.Json;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Events;

/// <summary>What events of the message path say: ids and codes, never text.</summary>
internal static class EventData
{
    public static string Message(long id) => string.Create(CultureInfo.InvariantCulture, $$"""{"messageId":{{id}}}""");

    /// <summary>What is not known is left out.</summary>
    public static string Sent(long id, bool uncertain, ReplyFigures figures)
    {
        if (!uncertain && figures == default) return Message(id);
        var doubt = uncertain ? ",\"uncertain\":true" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"messageId":{{id}}{{doubt}}{{Field("replyMs", figures.Waited)}}{{Field("inputTokens", figures.InputTokens)}}{{Field("outputTokens", figures.OutputTokens)}}}""");
    }

    public static string Failed(long id, string code) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"messageId":{{id}},"code":"{{JsonEncodedText.Encode(code)}}"}""");

    public static string Mode(ChatMode mode, ModeCommand command) => $$"""{"mode":"{{Camel(mode)}}","command":"{{Camel(command)}}"}""";

    public static string Status(BotState state)
    {
        var code = state.LastError is { } error ? $",\"code\":\"{JsonEncodedText.Encode(error)}\"" : "";
        var wait = state.Wait is { } pause ? string.Create(CultureInfo.InvariantCulture, $",\"waitSeconds\":{Math.Ceiling(pause.TotalSeconds)}") : "";
        return $$"""{"status":"{{Camel(state.Status)}}"{{code}}{{wait}}}""";
    }

    private static string Field(string name, long? number) => number is null ? "" : string.Create(CultureInfo.InvariantCulture, $",\"{name}\":{number}");

    private static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
