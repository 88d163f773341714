namespace MultiBot.Domain.Bots.Configuration;

/// <summary>
/// Fields that exist but that this version can't honour: refused when set to something, never ignored. Whoever builds one of these
/// deletes its line.
/// </summary>
internal static class NotYetHonoured
{
    private static readonly (string Pointer, string Code, Func<BotConfig, bool> IsSet, string Message)[] Table =
    [
        ("/telegram/kind", ConfigCodes.UserAccountsUnavailable, bot => bot.Telegram.Kind is AccountKind.User,
            "This version signs in bot tokens only: use telegram.kind bot and a token."),
        ("/telegram/groups", ConfigCodes.NotSupported, bot => bot.Telegram is { Kind: AccountKind.User, Groups: not GroupPolicy.None },
            "User accounts answer in private chats only: leave it at none."),
        ("/telegram/device", ConfigCodes.NotSupported, bot => bot.Telegram.Device is not null,
            "A device is shown by user accounts only: leave it out."),
        ("/telegram/proxy", ConfigCodes.NotSupported, bot => IsMtProxy(bot.Telegram),
            "mtproxy works for user accounts only: use socks5:// or http://."),
        ("/features/ownerTakesOverMinutes", ConfigCodes.NotSupported, bot => bot is { Telegram.Kind: AccountKind.Bot, Features.OwnerTakesOverMinutes: not null },
            "A bot token is not told what its owner types: only a user account is; leave it out."),
    ];

    public static void Refuse(BotConfig bot, ConfigErrors errors)
    {
        foreach (var (pointer, code, isSet, message) in Table)
            if (isSet(bot)) errors.Add(pointer, code, message);
    }

    private static bool IsMtProxy(TelegramConfig telegram) =>
        telegram.Proxy?.Reveal().StartsWith("mtproxy:", StringComparison.OrdinalIgnoreCase) is true;
}
