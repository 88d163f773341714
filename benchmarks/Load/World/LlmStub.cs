using System.Buffers;

namespace MultiBot.Load.World;

/// <summary>A model that answers every chat completion (OpenAI's shape, whole or as a stream) after a set time, for next to nothing.</summary>
internal sealed class LlmStub(TimeSpan latency, TimeProvider time)
{
    private const string Path = "/v1/chat/completions";

    public Task Handle(HttpContext http, RequestDelegate next) =>
        http.Request.Path.Value == Path ? CompleteAsync(http) : next(http);

    private async Task CompleteAsync(HttpContext http)
    {
        var body = await ReadAsync(http);
        var answer = LlmAnswer.To(body);
        http.Request.BodyReader.AdvanceTo(body.End);
        try
        {
            if (latency > TimeSpan.Zero)
                await Task.Delay(latency, time, http.RequestAborted);
            http.Response.ContentType = answer.Streamed ? "text/event-stream" : "application/json";
            http.Response.ContentLength = answer.Length;
            await http.Response.BodyWriter.WriteAsync(answer.Bytes.AsMemory(0, answer.Length));
        }
        catch (OperationCanceledException)
        {
            // A draft that became stale is given up by its asker.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(answer.Bytes);
        }
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadAsync(HttpContext http)
    {
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync();
            if (read.IsCompleted || read.Buffer.Length >= http.Request.ContentLength)
                return read.Buffer;
            http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
