using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>The fields of <c>telegram</c>.</summary>
internal sealed class TelegramReader(SectionReader section, TelegramConfig? current, bool isTemplate)
{
    private const int MaxDevice = 100;
    private const string Sandbox = "sandbox";

    private static readonly Shape Token = new(
        ValueRules.IsToken, ConfigCodes.BadToken, "A token is the bot's number, a colon and its secret, as BotFather gave it.");

    private static readonly Shape ApiUrl = new(
        text => text == Sandbox || ValueRules.IsUrl(text),
        ConfigCodes.BadUrl,
        "It must be an http or https address without user, query and fragment, or the word sandbox.");

    private static readonly Shape Proxy = new(
        ValueRules.IsProxy,
        ConfigCodes.BadProxy,
        "A proxy is socks5://host:port or http://host:port, with user:password@ before the host where needed.");

    private static readonly Shape ApiHash = new(ValueRules.IsApiHash, ConfigCodes.BadKey, "An API hash has 32 hexadecimal digits (my.telegram.org).");
    private static readonly Shape Phone = new(ValueRules.IsPhone, ConfigCodes.BadPhone, "A phone number is + and 5 to 15 digits.");

    private static readonly string[] UserFields = ["apiId", "apiHash", "phone"];

    private readonly SecretReader _secrets = new(section, isTemplate);

    public TelegramConfig Read(bool mustHaveToken)
    {
        var apiUrl = section.Shaped("apiUrl", ApiUrl);
        var proxy = _secrets.Read("proxy", current?.Proxy, null, Proxy);
        var telegram = new TelegramConfig
        {
            Kind = section.Choice("kind", AccountKind.Bot, Choices.Kinds),
            Token = _secrets.Read("token", current?.Token, MovedBy(apiUrl, proxy), Token),
            ApiUrl = apiUrl,
            Proxy = proxy,
            Device = section.Shaped("device", SectionTexts.LineShape(MaxDevice)),
            Groups = section.Choice("groups", GroupPolicy.None, Choices.Groups),
            ApiId = section.WholeOrNull("apiId", 1, int.MaxValue),
            ApiHash = _secrets.Read("apiHash", current?.ApiHash, null, ApiHash),
            Phone = section.Shaped("phone", Phone),
            Senders = SendersReader.Read(section.Section("senders")),
        };
        if (telegram.Kind is AccountKind.Bot && !isTemplate) CheckBot(telegram, mustHaveToken);
        section.Finish();
        return telegram;
    }

    private void CheckBot(TelegramConfig telegram, bool mustHaveToken)
    {
        foreach (var name in UserFields.Where(name => section.TryGet(name, out var node) && node is not null))
            section.Refuse(name, ConfigCodes.NotApplicable, "It belongs to user accounts (telegram.kind user).");
        if (mustHaveToken && telegram.Token is null && !section.Errors.At(section.At("token")))
            section.Refuse("token", ConfigCodes.Required, "A bot has a token; BotFather gives one.");
    }

    // A proxy reads what passes through it only where the connection is plain.
    private string? MovedBy(string? apiUrl, Secret? proxy)
    {
        if (current is null || section.Errors.At(section.At("apiUrl")) || section.Errors.At(section.At("proxy"))) return null;
        if (apiUrl != current.ApiUrl) return "telegram.apiUrl";
        return ValueRules.IsPlainHttp(apiUrl) && proxy != current.Proxy ? "telegram.proxy" : null;
    }
}
