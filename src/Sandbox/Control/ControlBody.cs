using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MultiBot.Sandbox.Control;

/// <summary>Reads requests and writes answers of the control face.</summary>
internal static class ControlBody
{
    /// <summary>One request, or null after a 400 has been written. An empty body reads as <c>{}</c>.</summary>
    public static async Task<T?> ReadOne<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        var body = await ReadBytes(http);
        return await Parse(http, body.Length == 0 ? "{}"u8.ToArray() : body, type);
    }

    /// <summary>One request or an array of them, told apart by the first letter; null after a 400 has been written.</summary>
    public static async Task<Batch<T>?> ReadMany<T>(HttpContext http, JsonTypeInfo<T> type, JsonTypeInfo<T[]> arrayType)
        where T : class
    {
        var body = await ReadBytes(http);
        if (body.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'[', ..])
            return await Parse(http, body, type) is { } one ? new Batch<T>([one], false) : null;
        if (await Parse(http, body, arrayType) is not { } items)
            return null;
        if (!Array.Exists(items, item => item is null))
            return new Batch<T>(items, true);
        await Refuse(http, "bad-json", "The array holds a null.");
        return null;
    }

    public static Task Write<T>(HttpContext http, T answer, JsonTypeInfo<T> type, int status = 200)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, type);
        http.Response.StatusCode = status;
        http.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
        http.Response.ContentLength = body.Length;
        return http.Response.BodyWriter.WriteAsync(body).AsTask();
    }

    /// <summary>An array for an array, an object for an object.</summary>
    public static Task Write<T>(HttpContext http, T[] answers, bool many, JsonTypeInfo<T> type, JsonTypeInfo<T[]> arrayType) =>
        many ? Write(http, answers, arrayType) : Write(http, answers[0], type);

    public static Task Refuse(HttpContext http, string code, string detail, int status = 400, int? index = null) =>
        Write(http, new ProblemAnswer(status, status == 404 ? "Not found" : "Refused", code, detail, index), ControlJson.Default.ProblemAnswer, status);

    private static async Task<T?> Parse<T>(HttpContext http, byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(body, type) is { } value)
                return value;
            await Refuse(http, "bad-json", "The body is null.");
        }
        catch (JsonException problem)
        {
            await Refuse(http, "bad-json", Explain(problem));
        }
        catch (InvalidOperationException)
        {
            await Refuse(http, "bad-json", "The body holds a text that is no valid Unicode.");
        }

        return null;
    }

    /// <summary>Where it went wrong, without the type names that the exception's own text holds.</summary>
    private static string Explain(JsonException problem) => string.Create(
        CultureInfo.InvariantCulture,
        $"No valid JSON for this call: an unknown, missing or mistyped field at {problem.Path ?? "$"}, line {(problem.LineNumber ?? 0) + 1}, byte {(problem.BytePositionInLine ?? 0) + 1}.");

    private static async Task<byte[]> ReadBytes(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }
}

internal sealed record Batch<T>(T[] Items, bool Many);
