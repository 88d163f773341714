namespace MultiBot.Domain.Webhooks;

/// <summary>Codes of webhooks; their meanings stand in docs/errors.md.</summary>
public static class WebhookCodes
{
    public const string NotFound = "webhook.not_found";
    public const string TooMany = "webhook.too_many";
    public const string BadUrl = "webhook.bad_url";
    public const string BadSecret = "webhook.bad_secret";
    public const string Audience = "webhook.audience";

    public const string Unreachable = "webhook.unreachable";
    public const string TlsFailed = "webhook.tls_failed";
    public const string TimedOut = "webhook.timed_out";
    public const string ServerError = "webhook.server_error";
    public const string Busy = "webhook.busy";
    public const string Refused = "webhook.refused";
    public const string Redirected = "webhook.redirected";
    public const string Gone = "webhook.gone";
    public const string TooOld = "webhook.too_old";
    public const string InTheWay = "webhook.in_the_way";
}
