using System.Text.Json;
using System.Text.Json.Serialization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Secrets;

namespace MultiBot.Storage.Configs;

internal sealed class BotIdConverter : JsonConverter<BotId>
{
    public override BotId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => BotId.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, BotId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>A secret leaves nothing behind in JSON.</summary>
internal sealed class SecretConverter : JsonConverter<Secret>
{
    public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteNullValue();
}
