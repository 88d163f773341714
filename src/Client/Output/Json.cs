using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MultiBot.Client.Output;

/// <summary>JSON as the REST API writes it: camelCase, words in camelCase but for a bot's status and health; nulls stand.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        // A console is no web page: only what JSON itself asks for is escaped, and control characters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters =
        {
            new JsonStringEnumConverter<Domain.Bots.BotStatus>(),
            new JsonStringEnumConverter<Domain.Bots.BotHealth>(),
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
        },
    };

    public static void Write<T>(Terminal terminal, T value) => terminal.Line(JsonSerializer.Serialize(value, Options));

    /// <summary>Text that is JSON already, indented alike.</summary>
    public static string Indent(string json) => JsonNode.Parse(json)?.ToJsonString(Options) ?? "null";

    /// <summary>The word an enum value has in JSON.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>A list as REST answers it.</summary>
internal sealed record PageJson<T>(T[] Items, string? Next)
{
    public static PageJson<T> Of<TSource>(Domain.Storage.Page<TSource> page, Func<TSource, T> shape) =>
        new([.. page.Items.Select(shape)], page.Next);
}
