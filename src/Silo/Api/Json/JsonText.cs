using System.Text;
using System.Text.Json;
using MultiBot.Silo.Api.Problems;

namespace MultiBot.Silo.Api.Json;

/// <summary>
/// A body that goes on as text (bots, templates, merge patches): checked to be one JSON object in valid UTF-8, and otherwise left
/// as it was written. As a handler's parameter it reads the request by itself.
/// </summary>
public sealed record JsonText(string Text)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false };

    public static async ValueTask<JsonText?> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType()) throw new ApiException(ApiProblems.UnsupportedMediaType);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return Read(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    /// <exception cref="ApiException">It is no JSON object.</exception>
    public static JsonText Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Reading);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ApiException(RequestProblems.Body("The body must be a JSON object."));
            return new JsonText(Strict.GetString(utf8.Span));
        }
        catch (JsonException failure)
        {
            throw new ApiException(RequestProblems.OfJson(failure));
        }
        catch (DecoderFallbackException)
        {
            throw new ApiException(RequestProblems.Body("The body is not valid UTF-8."));
        }
    }
}
