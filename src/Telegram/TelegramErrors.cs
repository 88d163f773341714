using System.Globalization;
using System.Net;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Telegram.Http;
using Telegram.Bot.Exceptions;

namespace MultiBot.Telegram;

/// <summary>
/// The one place where Telegram's errors, the library's exceptions and the network's failures get their meaning. Wording of the
/// descriptions: tdlib/telegram-bot-api, Client.cpp; status codes: core.telegram.org/bots/api#making-requests.
/// </summary>
internal static class TelegramErrors
{
    private const int Flood = 429;

    /// <summary>
    /// What became of a send that ended with an exception. <paramref name="cut"/> is the code of who gave it up on our side
    /// (lease, caller), null when nobody did but the clock.
    /// </summary>
    public static SendOutcome OfSend(Exception problem, string? cut, DateTimeOffset now, TelegramOptions options) => problem switch
    {
        ApiRequestException answer => OfRefusal(answer, now, options),
        RequestException { InnerException: NotSentException { GaveUp: true } } when cut is not null => new SendOutcome.SessionLost { Code = cut },
        RequestException { InnerException: NotSentException reason } => NotSent(CodeOf(reason), now + options.NotSentPause),
        RequestException { HttpStatusCode: { } status } when IsRefusedBeforeTelegram(status) => NotSent(CodeOf(status), now + options.NotSentPause),
        _ => new SendOutcome.Uncertain { Code = cut ?? CodeOf(problem) },
    };

    /// <summary>What a failed poll (or the calls before the first one) means for the session.</summary>
    public static PollTrouble OfPoll(Exception problem, TelegramOptions options) => problem switch
    {
        ApiRequestException { ErrorCode: 401 } => PollTrouble.End(TelegramCodes.TokenRejected),
        ApiRequestException { ErrorCode: 404 } => PollTrouble.End(TelegramCodes.ApiNotFound),
        ApiRequestException { ErrorCode: 409 } answer => new(SessionState.Conflict, Mentions(answer, "webhook") ? TelegramCodes.WebhookSet : TelegramCodes.OtherPoller),
        ApiRequestException { ErrorCode: Flood } answer => new(SessionState.FloodWaited, TelegramCodes.Flood) { Pause = PauseOf(answer, options) },
        _ => new(SessionState.Degraded, CodeOf(problem)),
    };

    /// <summary>
    /// For a log line: the answer's status and words (they name the field that Telegram did not like), or the kind of failure.
    /// Never an exception's own text.
    /// </summary>
    public static string Describe(Exception problem, BotToken token) => problem switch
    {
        ApiRequestException answer => string.Create(CultureInfo.InvariantCulture, $"{answer.ErrorCode} {Scrub(answer.Message, token)}"),
        RequestException { InnerException: NotSentException reason } => $"{reason.Error} {reason.Socket}".TrimEnd(),
        RequestException { HttpStatusCode: { } status } => string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}"),
        RequestException { InnerException: HttpRequestException http } => http.HttpRequestError.ToString(),
        _ => problem.GetType().Name,
    };

    private static SendOutcome OfRefusal(ApiRequestException answer, DateTimeOffset now, TelegramOptions options) => answer.ErrorCode switch
    {
        Flood or 420 => NotSent(TelegramCodes.Flood, now + PauseOf(answer, options)),
        401 => new SendOutcome.SessionLost { Code = TelegramCodes.TokenRejected },
        404 => new SendOutcome.SessionLost { Code = TelegramCodes.ApiNotFound },
        403 => OfForbidden(answer),
        408 or >= 500 => new SendOutcome.Uncertain { Code = CodeOf(answer) },
        _ when answer.Parameters?.MigrateToChatId is { } chat => Rejected(TelegramCodes.ChatMigrated) with { MigratedTo = new ChatId(chat) },
        _ when Mentions(answer, "chat not found") => Rejected(TelegramCodes.ChatNotFound),
        _ when Mentions(answer, "not enough rights") || Mentions(answer, "have no rights") => Rejected(TelegramCodes.NoRights),
        _ when Mentions(answer, "too long") => Rejected(TelegramCodes.TextTooLong),
        _ when Mentions(answer, "text is empty") || Mentions(answer, "must be non-empty") => Rejected(TelegramCodes.TextEmpty),
        _ => Rejected(TelegramCodes.BadRequest),
    };

    /// <summary>Whatever stops the whole chat, and not only this message, counts as blocked.</summary>
    private static SendOutcome.Rejected OfForbidden(ApiRequestException answer) => answer switch
    {
        _ when Mentions(answer, "blocked by the user") => Rejected(TelegramCodes.BlockedByUser) with { Blocked = true },
        _ when Mentions(answer, "user is deactivated") => Rejected(TelegramCodes.UserDeactivated) with { Blocked = true },
        _ when Mentions(answer, "kicked") || Mentions(answer, "not a member") || Mentions(answer, "was deleted") => Rejected(TelegramCodes.Removed) with { Blocked = true },
        _ when Mentions(answer, "can't initiate") => Rejected(TelegramCodes.CannotWriteFirst),
        _ => Rejected(TelegramCodes.Forbidden),
    };

    private static string CodeOf(Exception problem) => problem switch
    {
        ApiRequestException { ErrorCode: 403 } => TelegramCodes.Forbidden,
        ApiRequestException { ErrorCode: >= 500 } => TelegramCodes.ServerError,
        ApiRequestException => TelegramCodes.BadRequest,
        RequestException { InnerException: NotSentException reason } => CodeOf(reason),
        RequestException { HttpStatusCode: { } status } => CodeOf(status),
        RequestException => TelegramCodes.ConnectionLost,
        OperationCanceledException => TelegramCodes.TimedOut,
        _ => TelegramCodes.BadAnswer,
    };

    private static string CodeOf(NotSentException reason) => reason.Error switch
    {
        HttpRequestError.NameResolutionError => TelegramCodes.DnsFailed,
        HttpRequestError.SecureConnectionError => TelegramCodes.TlsFailed,
        HttpRequestError.ProxyTunnelError => TelegramCodes.ProxyFailed,
        _ => TelegramCodes.Unreachable,
    };

    /// <summary>An HTTP answer that is not the Bot API's JSON: something in between spoke.</summary>
    private static string CodeOf(HttpStatusCode status) => (int)status switch
    {
        (int)HttpStatusCode.ProxyAuthenticationRequired => TelegramCodes.ProxyFailed,
        >= 500 => TelegramCodes.ServerError,
        >= 300 => TelegramCodes.Gateway,
        _ => TelegramCodes.BadAnswer,
    };

    /// <summary>Redirects and client errors say that the request was not carried out (RFC 9110, 15.4 and 15.5); 408 does not.</summary>
    private static bool IsRefusedBeforeTelegram(HttpStatusCode status) => (int)status is >= 300 and < 500 and not (int)HttpStatusCode.RequestTimeout;

    private static TimeSpan PauseOf(ApiRequestException answer, TelegramOptions options) =>
        answer.Parameters?.RetryAfter is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : options.FloodPause;

    private static bool Mentions(ApiRequestException answer, string words) => answer.Message.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string Scrub(string words, BotToken token)
    {
        const int longest = 200;
        var clean = words.Replace(token.Reveal(), token.Number, StringComparison.Ordinal);
        return clean.Length <= longest ? clean : clean[..longest];
    }

    private static SendOutcome.RateLimited NotSent(string code, DateTimeOffset notBefore) => new() { Code = code, NotBefore = notBefore };

    private static SendOutcome.Rejected Rejected(string code) => new() { Code = code };
}

/// <summary>A failed poll: how the session stands now and whether it goes on.</summary>
internal sealed record PollTrouble(SessionState State, string Code)
{
    /// <summary>How long Telegram asked to wait; null: our own back-off.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>Trying again changes nothing until an operator does.</summary>
    public bool IsFinal { get; private init; }

    public static PollTrouble End(string code) => new(SessionState.Failed, code) { IsFinal = true };
}
