using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MultiBot.Sandbox.BotApi;

/// <summary>
/// The arguments of one call, wherever they came from: query string, form, multipart or JSON. As on Telegram every value
/// is a text; objects and arrays are JSON texts.
/// </summary>
internal sealed class CallArguments
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>Set when the body could not be read; then the arguments are incomplete and the call must be refused.</summary>
    public BotApiError? Unreadable { get; private set; }

    public static async ValueTask<CallArguments> Read(HttpRequest request, CancellationToken cancelled)
    {
        var arguments = new CallArguments();
        if (request.QueryString.HasValue)
        {
            foreach (var (name, value) in request.Query)
                arguments.values[name] = value.ToString();
        }

        if (request.HasFormContentType)
            await arguments.ReadForm(request, cancelled);
        else if (HttpMethods.IsPost(request.Method) && request.ContentLength is not 0)
            await arguments.ReadJson(request, cancelled);
        return arguments;
    }

    public string? Text(string name) => values.GetValueOrDefault(name);

    public long? Number(string name) =>
        values.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>A number kept inside its bounds, as Telegram keeps it.</summary>
    public int Number(string name, int otherwise, int lowest, int highest) =>
        Number(name) is { } number ? (int)Math.Clamp(number, lowest, highest) : otherwise;

    public bool Flag(string name) => values.TryGetValue(name, out var text) && text is "true" or "True" or "1" or "yes";

    /// <summary>An object or array argument; null when absent or no valid JSON.</summary>
    public JsonElement? Json(string name)
    {
        if (!values.TryGetValue(name, out var text) || text.Length == 0)
            return null;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            return JsonElement.TryParseValue(ref reader, out var element) ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task ReadForm(HttpRequest request, CancellationToken cancelled)
    {
        try
        {
            var form = await request.ReadFormAsync(cancelled);
            foreach (var (name, value) in form)
                values[name] = value.ToString();
            foreach (var file in form.Files)
                values[file.Name] = file.FileName;
        }
        catch (InvalidDataException)
        {
            Unreadable = BotApiError.BadJson;
        }
    }

    private async ValueTask ReadJson(HttpRequest request, CancellationToken cancelled)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancelled);
            if (!read.IsCompleted)
            {
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            Unreadable = Parse(read.Buffer);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            return;
        }
    }

    private BotApiError? Parse(in ReadOnlySequence<byte> body)
    {
        if (body.IsEmpty)
            return null;
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return BotApiError.BadJson;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (ReadValue(ref reader, body) is { } value)
                    values[name] = value;
            }

            return null;
        }
        catch (JsonException)
        {
            return BotApiError.BadJson;
        }
        catch (InvalidOperationException)
        {
            // The reader's way to say: an escape is half a surrogate pair, or the bytes are no UTF-8.
            return BotApiError.NotUtf8;
        }
    }

    private static string? ReadValue(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Null:
                return null;
            default:
                var start = reader.TokenStartIndex;
                reader.Skip();
                return Encoding.UTF8.GetString(body.Slice(start, reader.BytesConsumed - start));
        }
    }
}
