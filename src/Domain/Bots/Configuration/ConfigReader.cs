using System.Text.Json.Nodes;
using MultiBot.Domain.Replies;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>
/// The table of fields: name, type, range, and the default where one is absent (those of the records). Reads a whole bot, or a
/// template, where nothing is required and id, name, template and secrets are refused. Mirrored by <see cref="ConfigWriter"/>.
/// </summary>
internal sealed class ConfigReader(ConfigErrors errors, BotConfig? current, bool isTemplate)
{
    private const int MaxName = 100;
    private const int MaxTags = 20;
    private const int MaxAllowedLinks = 100;
    private const int MinutesOfAWeek = 7 * 24 * 60;

    // Telegram's ids have at most 52 significant bits.
    private const long MaxChatId = 1L << 52;

    private const string IdRule = "An id, of a bot or a template, is 1 to 50 of a-z 0-9 - _.";

    private static readonly Shape IdShape = new(text => BotId.TryParse(text, out _), ConfigCodes.BadId, IdRule);
    private static readonly Shape NameShape = SectionTexts.LineShape(MaxName);
    private static readonly Shape ToolShape = new(ToolNames.All.Contains, ConfigCodes.UnknownValue, $"A tool is one of {string.Join(", ", ToolNames.All)}.");
    private static readonly Shape HostShape = new(ValueRules.IsHost, ConfigCodes.BadHost, "A host is a name such as example.com, without scheme, port and path.");
    private static readonly Shape TagShape = new(ValueRules.IsTag, ConfigCodes.BadTag, "A tag is 1 to 50 letters, digits or _ . : -");

    // Stands in for a required value that is missing or wrong, so that the rest can still be read; never leaves with errors about.
    private static readonly BotId Unnamed = BotId.Parse("unnamed");

    public BotConfig Read(JsonObject document)
    {
        var root = new SectionReader(document, "", errors);
        var name = Own(root, "name") ? root.Shaped("name", NameShape) : null;
        if (name is null && !isTemplate) Require(root, "name", "A bot has a name of 1 to 100 characters.");
        var config = new BotConfig
        {
            BotId = Id(root, name),
            Name = name ?? "",
            Tags = root.List("tags", MaxTags, TagShape),
            Template = Own(root, "template") ? root.Shaped("template", IdShape) : null,
            Telegram = Telegram(root),
            Llm = new LlmReader(root.Section("llm"), current?.Llm, isTemplate).Read(),
            AdminChatId = AdminChat(root),
            Persona = PersonaReader.Read(root.Section("persona")),
            Pacing = PacingReader.Read(root.Section("pacing"), isTemplate),
            Autonomy = AutonomyReader.Read(root.Section("autonomy")),
            Memory = Memory(root.Section("memory")),
            DataIsolation = DataIsolation(root.Section("dataIsolation")),
            Features = Features(root.Section("features")),
        };
        root.Finish();
        NotYetHonoured.Refuse(config, errors);
        return config;
    }

    private BotId Id(SectionReader root, string? name)
    {
        if (!Own(root, "botId")) return Unnamed;
        if (root.Shaped("botId", IdShape) is { } text)
        {
            var id = BotId.Parse(text);
            if (current is not null && current.BotId != id)
                root.Refuse("botId", ConfigCodes.IdFixed, "A bot keeps its id; register a new one instead.");
            return id;
        }

        if (current is not null) return current.BotId;
        if (isTemplate || name is null || errors.At(root.At("botId"))) return Unnamed;
        if (BotId.FromName(name) is { } made) return made;
        root.Refuse("botId", ConfigCodes.Required, "The name has nothing an id could be made from: give one. " + IdRule);
        return Unnamed;
    }

    private TelegramConfig Telegram(SectionReader root)
    {
        if (!root.Has("telegram") && !isTemplate) Require(root, "telegram", "Give telegram.token, the bot's token from BotFather.");
        var section = root.Section("telegram");
        return new TelegramReader(section, current?.Telegram, isTemplate).Read(mustHaveToken: !isTemplate && !errors.At(root.At("telegram")));
    }

    private static long? AdminChat(SectionReader root)
    {
        var chat = root.LongOrNull("adminChatId", -MaxChatId, MaxChatId);
        if (chat == 0) root.Refuse("adminChatId", ConfigCodes.OutOfRange, "A chat's id is never 0.");
        return chat;
    }

    private static MemoryConfig Memory(SectionReader section)
    {
        var memory = new MemoryConfig
        {
            HistoryMessages = section.Whole("historyMessages", new MemoryConfig().HistoryMessages, 0, 200),
            AnalyzeEvery = section.WholeOrNull("analyzeEvery", 1, 1_000),
        };
        section.Finish();
        return memory;
    }

    private static DataIsolationConfig DataIsolation(SectionReader section)
    {
        var defaults = new DataIsolationConfig();
        var isolation = new DataIsolationConfig
        {
            Mode = section.Choice("mode", defaults.Mode, Choices.Modes),
            SealMessages = section.Flag("sealMessages", defaults.SealMessages),
            RetentionDays = section.WholeOrNull("retentionDays", 1, 36_500),
        };
        section.Finish();
        return isolation;
    }

    private static FeatureFlags Features(SectionReader section)
    {
        var defaults = new FeatureFlags();
        var features = new FeatureFlags
        {
            Replies = section.Flag("replies", defaults.Replies),
            Autonomy = section.Flag("autonomy", defaults.Autonomy),
            Disclosure = section.Flag("disclosure", defaults.Disclosure),
            Media = section.Flag("media", defaults.Media),
            KeepPrompts = section.Flag("keepPrompts", defaults.KeepPrompts),
            Approval = section.Flag("approval", defaults.Approval),
            UncertainSends = section.Choice("uncertainSends", defaults.UncertainSends, Choices.UncertainSends),
            Tools = section.List("tools", ToolNames.All.Count, ToolShape),
            AllowedLinks = section.List("allowedLinks", MaxAllowedLinks, HostShape),
            OwnerTakesOverMinutes = section.NumberOrNull("ownerTakesOverMinutes", 0, MinutesOfAWeek),
        };
        section.Finish();
        return features;
    }

    /// <summary>Whether the field may be read: a template has no such field.</summary>
    private bool Own(SectionReader root, string name)
    {
        if (!isTemplate) return true;
        if (root.TryGet(name, out _)) root.Refuse(name, ConfigCodes.NotInTemplate, "A template holds no id, no name, no template and no secrets.");
        return false;
    }

    private static void Require(SectionReader section, string name, string message)
    {
        if (!section.Errors.At(section.At(name))) section.Refuse(name, ConfigCodes.Required, message);
    }
}
