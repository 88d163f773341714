using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Storage.Configs;

namespace MultiBot.Storage.Bots;

/// <summary>A configuration ready to be written. Secrets are sealed before the write begins, so the bot's data key must exist.</summary>
internal sealed record SealedBot
{
    public required BotId Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Id and name in lower case: databases fold ASCII only, or as their locale says.</summary>
    public required string Search { get; init; }
    public required long Kind { get; init; }
    public required string[] Tags { get; init; }
    public required string? Template { get; init; }
    public required string Config { get; init; }
    public required string OwnJson { get; init; }
    public required byte[] Secrets { get; init; }
    public required bool SealMessages { get; init; }

    public string TagsJson => JsonSerializer.Serialize(Tags, BotConfigJson.Default.StringArray);

    public static SealedBot Of(BotConfig config, string ownJson, BotConfigCodec codec) => new()
    {
        Id = config.BotId,
        Name = config.Name,
        Search = $"{config.BotId}\n{config.Name}".ToLowerInvariant(),
        Kind = (long)config.Telegram.Kind,
        Tags = config.Tags,
        Template = config.Template,
        Config = BotConfigCodec.Json(config),
        OwnJson = ownJson,
        Secrets = codec.Secrets(config),
        SealMessages = config.DataIsolation.SealMessages,
    };
}
