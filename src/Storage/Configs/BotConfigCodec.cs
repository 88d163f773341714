using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Secrets;

namespace MultiBot.Storage.Configs;

/// <summary>Takes a configuration apart into JSON and one sealed blob of secrets, and puts it together again.</summary>
internal sealed class BotConfigCodec(ISecretBox box)
{
    private const string Purpose = "bot.secrets";

    public static string Json(BotConfig config) => JsonSerializer.Serialize(config, BotConfigJson.Default.BotConfig);

    public byte[] Secrets(BotConfig config)
    {
        var named = new Dictionary<string, string>();
        Add("telegram.token", config.Telegram.Token);
        Add("telegram.apiHash", config.Telegram.ApiHash);
        Add("telegram.proxy", config.Telegram.Proxy);
        Add("llm.apiKey", config.Llm.ApiKey);
        return box.Seal(config.BotId, Purpose, JsonSerializer.SerializeToUtf8Bytes(named, BotConfigJson.Default.DictionaryStringString));

        void Add(string name, Secret? secret)
        {
            if (secret is not null) named.Add(name, secret.Reveal());
        }
    }

    public BotConfig Restore(BotId bot, string json, ReadOnlySpan<byte> sealedSecrets)
    {
        var config = JsonSerializer.Deserialize(json, BotConfigJson.Default.BotConfig)!;
        var named = JsonSerializer.Deserialize(box.Open(bot, Purpose, sealedSecrets), BotConfigJson.Default.DictionaryStringString)!;
        return config with
        {
            Telegram = config.Telegram with { Token = Find("telegram.token"), ApiHash = Find("telegram.apiHash"), Proxy = Find("telegram.proxy") },
            Llm = config.Llm with { ApiKey = Find("llm.apiKey") },
        };

        Secret? Find(string name) => named.TryGetValue(name, out var value) ? new Secret(value) : null;
    }
}
