using System.Globalization;

namespace MultiBot.Sandbox.BotApi;

/// <summary>
/// What Telegram refuses, in its words. Source: the Bot API's own server (tdlib/telegram-bot-api, <c>Client.cpp</c>) and
/// core.telegram.org/bots/api.
/// </summary>
internal sealed record BotApiError(int Code, string Description, int? RetryAfter = null, long? MigrateToChatId = null)
{
    public static BotApiError NotFound { get; } = new(404, "Not Found");

    public static BotApiError MethodNotFound { get; } = new(404, "Not Found: method not found");

    public static BotApiError Unauthorized { get; } = new(401, "Unauthorized");

    public static BotApiError OtherPoller { get; } = new(
        409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");

    public static BotApiError EndedByWebhook { get; } = new(409, "Conflict: terminated by setWebhook request");

    public static BotApiError WebhookActive { get; } = new(
        409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");

    public static BotApiError ChatIdEmpty { get; } = new(400, "Bad Request: chat_id is empty");

    public static BotApiError ChatNotFound { get; } = new(400, "Bad Request: chat not found");

    public static BotApiError TextEmpty { get; } = new(400, "Bad Request: message text is empty");

    public static BotApiError TextBlank { get; } = new(400, "Bad Request: text must be non-empty");

    public static BotApiError TextTooLong { get; } = new(400, "Bad Request: message is too long");

    public static BotApiError CaptionTooLong { get; } = new(400, "Bad Request: message caption is too long");

    public static BotApiError FileInvalid { get; } = new(400, "Bad Request: invalid file_id");

    public static BotApiError NotUtf8 { get; } = new(400, "Bad Request: strings must be encoded in UTF-8");

    public static BotApiError BadEntities { get; } = new(400, "Bad Request: can't parse entities");

    public static BotApiError BadJson { get; } = new(400, "Bad Request: can't parse request body");

    public static BotApiError ReplyNotFound { get; } = new(400, "Bad Request: message to be replied not found");

    public static BotApiError EditNotFound { get; } = new(400, "Bad Request: message to edit not found");

    public static BotApiError NotEditable { get; } = new(400, "Bad Request: message can't be edited");

    public static BotApiError NotModified { get; } = new(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message");

    public static BotApiError DeleteNotFound { get; } = new(400, "Bad Request: message to delete not found");

    public static BotApiError BadAction { get; } = new(400, "Bad Request: wrong parameter action in request");

    public static BotApiError CommandInvalid { get; } = new(400, "Bad Request: BOT_COMMAND_INVALID");

    public static BotApiError WebhookNotHttps { get; } = new(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");

    public static BotApiError BlockedByUser { get; } = new(403, "Forbidden: bot was blocked by the user");

    public static BotApiError CannotInitiate { get; } = new(403, "Forbidden: bot can't initiate conversation with a user");

    public static BotApiError KickedFromGroup { get; } = new(403, "Forbidden: bot was kicked from the group chat");

    public static BotApiError KickedFromSupergroup { get; } = new(403, "Forbidden: bot was kicked from the supergroup chat");

    public static BotApiError TooMany(int seconds) =>
        new(429, string.Create(CultureInfo.InvariantCulture, $"Too Many Requests: retry after {seconds}"), seconds);

    public static BotApiError Migrated(long chatId) =>
        new(400, "Bad Request: group chat was upgraded to a supergroup chat", MigrateToChatId: chatId);
}
