namespace MultiBot.Domain.Bots.Configuration;

/// <summary>Codes of refused configurations; their meanings stand in docs/errors.md.</summary>
public static class ConfigCodes
{
    public const string Invalid = "config.invalid";
    public const string JsonInvalid = "config.json_invalid";
    public const string TooLarge = "config.too_large";
    public const string DuplicateKey = "config.duplicate_key";
    public const string TextInvalid = "config.text_invalid";
    public const string UnknownField = "config.unknown_field";
    public const string Required = "config.required";
    public const string WrongType = "config.wrong_type";
    public const string OutOfRange = "config.out_of_range";
    public const string UnknownValue = "config.unknown_value";
    public const string DuplicateItem = "config.duplicate_item";
    public const string BadId = "config.bad_id";
    public const string IdFixed = "config.id_fixed";
    public const string BadTag = "config.bad_tag";
    public const string BadHost = "config.bad_host";
    public const string BadTimeZone = "config.bad_time_zone";
    public const string BadLanguage = "config.bad_language";
    public const string BadUrl = "config.bad_url";
    public const string BadProxy = "config.bad_proxy";
    public const string BadToken = "config.bad_token";
    public const string BadKey = "config.bad_key";
    public const string BadPhone = "config.bad_phone";
    public const string BadTime = "config.bad_time";
    public const string BadWindow = "config.bad_window";
    public const string NotApplicable = "config.not_applicable";
    public const string NotSupported = "config.not_supported";
    public const string SecretRequired = "config.secret_required";
    public const string NotInTemplate = "config.not_in_template";
    public const string TemplateUnknown = "config.template_unknown";
    public const string UserAccountsUnavailable = "telegram.user_accounts_unavailable";
}
