using System.Text.Json.Serialization;
using MultiBot.Domain.Bots;

namespace MultiBot.Storage.Configs;

/// <summary>A configuration as the <c>bots</c> table keeps it. Secrets are not in it: the converter writes null for each.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(BotIdConverter), typeof(SecretConverter)])]
[JsonSerializable(typeof(BotConfig))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(long[]))]
internal sealed partial class BotConfigJson : JsonSerializerContext;
