using System.Text.Json;
using System.Text.Json.Serialization;
using MultiBot.Sandbox.Journal;

namespace MultiBot.Sandbox.Control;

/// <summary>Shapes of the control face; generated, so that no call reflects. Unknown fields are refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(MessageRequest[]))]
[JsonSerializable(typeof(FaultRequest[]))]
[JsonSerializable(typeof(PersonRequest[]))]
[JsonSerializable(typeof(BlockRequest))]
[JsonSerializable(typeof(MigrateRequest))]
[JsonSerializable(typeof(BotRequest))]
[JsonSerializable(typeof(LimitsRequest))]
[JsonSerializable(typeof(ResetRequest))]
[JsonSerializable(typeof(ActAnswer[]))]
[JsonSerializable(typeof(EntryAnswer[]))]
[JsonSerializable(typeof(ChatAnswer[]))]
[JsonSerializable(typeof(BotAnswer[]))]
[JsonSerializable(typeof(PersonAnswer[]))]
[JsonSerializable(typeof(FaultAnswer[]))]
[JsonSerializable(typeof(OkAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(JournalPage))]
[JsonSerializable(typeof(SessionsAnswer))]
[JsonSerializable(typeof(TotalsNow))]
internal sealed partial class ControlJson : JsonSerializerContext;

/// <summary>Takes <c>429</c> for <c>"429"</c> and a bot's bare number for its token.</summary>
internal sealed class TextOrNumber : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number when reader.TryGetInt64(out var number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
