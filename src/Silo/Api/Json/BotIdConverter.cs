using System.Text.Json;
using System.Text.Json.Serialization;
using MultiBot.Domain.Bots;

namespace MultiBot.Silo.Api.Json;

/// <summary>A bot id is a string outside.</summary>
public sealed class BotIdConverter : JsonConverter<BotId>
{
    public override BotId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && BotId.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("The JSON value could not be converted to a bot id.");

    public override void Write(Utf8JsonWriter writer, BotId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
