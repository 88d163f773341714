using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Grains.Webhooks;

/// <summary>Makes one signed call to a webhook's address and says how it ended. The only place that knows HTTP.</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, TimeProvider time, IOptions<WebhooksOptions> options)
{
    public const string ClientName = "webhooks";

    private const int LongestReason = 1024;
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly ProductInfoHeaderValue Agent = new("MultiBot", "1");

    /// <exception cref="OperationCanceledException">The caller gave up; whether it arrived is not known.</exception>
    public async Task<DeliveryOutcome> SendAsync(WebhookSettings settings, string messageId, byte[] body, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var request = Sign(settings, messageId, body);
        try
        {
            var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Read(response);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new DeliveryOutcome.Unanswered(WebhookCodes.TimedOut);
        }
        catch (HttpRequestException failure)
        {
            return new DeliveryOutcome.Unanswered(failure.HttpRequestError is HttpRequestError.SecureConnectionError ? WebhookCodes.TlsFailed : WebhookCodes.Unreachable);
        }
        catch (IOException)
        {
            return new DeliveryOutcome.Unanswered(WebhookCodes.Unreachable);
        }
    }

    private HttpRequestMessage Sign(WebhookSettings settings, string messageId, byte[] body)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new ByteArrayContent(body) { Headers = { ContentType = Json } } };
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Add(WebhookSignature.IdHeader, messageId);
        request.Headers.Add(WebhookSignature.TimestampHeader, now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(settings.Secret, messageId, now, body));
        return request;
    }

    private DeliveryOutcome Read(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return new DeliveryOutcome.Delivered(status);
        var reason = response.ReasonPhrase;
        return new DeliveryOutcome.Refused(status, reason?.Length > LongestReason ? reason[..LongestReason] : reason, AskedFor(response.Headers.RetryAfter));
    }

    /// <summary>Seconds, or a date by the receiver's clock.</summary>
    private TimeSpan? AskedFor(RetryConditionHeaderValue? header)
    {
        var asked = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return asked > TimeSpan.Zero ? asked : null;
    }
}
