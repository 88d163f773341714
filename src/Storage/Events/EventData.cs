using System.Globalization;
using System.Text.Json;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Events;

/// <summary>What events of the message path say: ids and codes, never text.</summary>
internal static class EventData
{
    public static string Message(long id) => string.Create(CultureInfo.InvariantCulture, $$"""{"messageId":{{id}}}""");

    public static string Sent(long id, bool uncertain) =>
        uncertain ? string.Create(CultureInfo.InvariantCulture, $$"""{"messageId":{{id}},"uncertain":true}""") : Message(id);

    public static string Failed(long id, string code) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"messageId":{{id}},"code":"{{JsonEncodedText.Encode(code)}}"}""");

    public static string Mode(ChatMode mode, ModeCommand command) => $$"""{"mode":"{{Camel(mode)}}","command":"{{Camel(command)}}"}""";

    public static string Status(BotState state)
    {
        var code = state.LastError is { } error ? $",\"code\":\"{JsonEncodedText.Encode(error)}\"" : "";
        var wait = state.Wait is { } pause ? string.Create(CultureInfo.InvariantCulture, $",\"waitSeconds\":{Math.Ceiling(pause.TotalSeconds)}") : "";
        return $$"""{"status":"{{Camel(state.Status)}}"{{code}}{{wait}}}""";
    }

    private static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
