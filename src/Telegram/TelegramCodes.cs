using MultiBot.Domain.Sessions;

namespace MultiBot.Telegram;

/// <summary>Every code this project hands out. docs/errors.md says of each what it means and what the operator does.</summary>
public static class TelegramCodes
{
    // The configuration can't work: no call is made.
    public const string TokenMalformed = "telegram.token_malformed";
    public const string ProxyMalformed = "telegram.proxy_malformed";
    public const string ApiUrlMalformed = "telegram.api_url_malformed";
    public const string SandboxOff = "telegram.sandbox_off";
    public const string UserAccountsUnavailable = "telegram.user_accounts_unavailable";

    // Telegram does not accept the account: the session is over.
    public const string TokenRejected = "telegram.token_rejected";
    public const string ApiNotFound = "telegram.api_not_found";

    // Somebody else receives this account's updates.
    public const string OtherPoller = "telegram.other_poller";
    public const string WebhookSet = "telegram.webhook_set";

    // Trouble that may pass.
    public const string Flood = "telegram.flood";
    public const string DnsFailed = "telegram.dns_failed";
    public const string Unreachable = "telegram.unreachable";
    public const string TlsFailed = "telegram.tls_failed";
    public const string ProxyFailed = "telegram.proxy_failed";
    public const string ConnectionLost = "telegram.connection_lost";
    public const string TimedOut = "telegram.timed_out";
    public const string ServerError = "telegram.server_error";
    public const string BadAnswer = "telegram.bad_answer";
    public const string Gateway = "telegram.gateway_refused";
    public const string DeliveryFailed = "telegram.delivery_failed";

    // The receiving of this session has died or hangs; a new one takes its place.
    public const string Stuck = SessionCodes.Stuck;

    // The silo can't be sure any more that the account is its own.
    public const string LeaseUnsure = "telegram.lease_unsure";

    // One message was refused.
    public const string BlockedByUser = "telegram.blocked_by_user";
    public const string UserDeactivated = "telegram.user_deactivated";
    public const string CannotWriteFirst = "telegram.cannot_write_first";
    public const string Removed = "telegram.removed_from_chat";
    public const string NoRights = "telegram.no_rights";
    public const string Forbidden = "telegram.forbidden";
    public const string ChatNotFound = "telegram.chat_not_found";
    public const string ChatMigrated = "telegram.chat_migrated";
    public const string TextEmpty = "telegram.text_empty";
    public const string TextTooLong = "telegram.text_too_long";
    public const string BadRequest = "telegram.bad_request";

    // There is no session to send with.
    public const string NotStarted = "telegram.not_started";
    public const string SessionClosed = "telegram.session_closed";
    public const string LeaseLost = "telegram.lease_lost";

    // One update was not understood.
    public const string UpdateUnreadable = "telegram.update_unreadable";
    public const string UpdateWithoutId = "telegram.update_without_id";
    public const string KindUnknown = "telegram.message_kind_unknown";
}
