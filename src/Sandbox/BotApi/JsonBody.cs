using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MultiBot.Sandbox.BotApi;

/// <summary>Writes JSON into an array through a writer kept per thread. Not reentrant: one body is written at a time.</summary>
internal static class JsonBody
{
    private const int LargestKept = 1 << 20;

    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    public static byte[] Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        if (buffer is null || buffer.Capacity > LargestKept)
        {
            buffer = new ArrayBufferWriter<byte>(1024);
            writer = new Utf8JsonWriter(buffer, Relaxed);
        }

        buffer.ResetWrittenCount();
        writer!.Reset(buffer);
        write(writer, state);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
