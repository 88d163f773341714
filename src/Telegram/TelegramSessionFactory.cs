using MultiBot.Domain.Bots;
using MultiBot.Domain.Sessions;
using MultiBot.Telegram.Accounts;
using MultiBot.Telegram.Bots;
using MultiBot.Telegram.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MultiBot.Telegram;

/// <summary>Picks the driver for a kind of account. What can't work is a session that says so, never an exception.</summary>
public sealed class TelegramSessionFactory : ITelegramSessionFactory
{
    private readonly ApiAddress addresses;
    private readonly ConnectionPools pools;
    private readonly KnownAccounts accounts;
    private readonly TelegramMetrics metrics;
    private readonly TelegramOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Random random;

    internal TelegramSessionFactory(
        ApiAddress addresses, ConnectionPools pools, KnownAccounts accounts, TelegramMetrics metrics,
        IOptions<TelegramOptions> options, TimeProvider time, ILogger<TelegramSessionFactory> log, Random random)
    {
        (this.addresses, this.pools, this.accounts, this.metrics) = (addresses, pools, accounts, metrics);
        (this.options, this.time, this.log, this.random) = (options.Value, time, log, random);
    }

    public ITelegramSession Create(BotRecord bot, ISessionListener listener) => bot.Config.Telegram.Kind switch
    {
        AccountKind.Bot => CreateForToken(bot, listener),
        _ => Impossible(bot.Config, TelegramCodes.UserAccountsUnavailable, listener),
    };

    private ITelegramSession CreateForToken(BotRecord record, ISessionListener listener)
    {
        var bot = record.Config;
        if (BotToken.TryParse(bot.Telegram.Token?.Reveal()) is not { } token)
            return Impossible(bot, TelegramCodes.TokenMalformed, listener);
        var (url, problem) = addresses.Of(bot.Telegram);
        if (url is null)
            return Impossible(bot, problem!, listener);
        if (pools.Rent(bot.Telegram.Proxy) is not { } lease)
            return Impossible(bot, TelegramCodes.ProxyMalformed, listener);
        return new BotTokenSession(new SessionParts
        {
            Bot = bot.BotId,
            BaseUrl = url,
            Token = token,
            Groups = bot.Telegram.Groups,
            Pools = lease,
            Listener = listener,
            RemoveWebhook = record.RemoveWebhook,
            Username = record.Username,
            Options = options,
            Accounts = accounts,
            Metrics = metrics,
            Time = time,
            Random = DrawRandom(),
            Log = log,
        });
    }

    private static ImpossibleSession Impossible(BotConfig bot, string code, ISessionListener listener) => new(bot.Telegram.Kind, code, listener);

    /// <summary>A <see cref="Random"/> is not safe to share between threads: each session gets its own.</summary>
    private Random DrawRandom()
    {
        lock (random)
            return new Random(random.Next());
    }
}
