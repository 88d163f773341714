using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using MultiBot.Domain.Events;
using MultiBot.Grains.Events;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Events;

/// <summary>
/// Server-sent events (html.spec.whatwg.org/multipage/server-sent-events.html). Each event is written once for all streams of the silo,
/// which the framework's own result can't; nor has it comments, by which a quiet stream is known to be alive. An <c>id</c> without data
/// is no event, but moves the client's Last-Event-ID on.
/// </summary>
internal sealed class EventStream(
    EventReader reader, EventTail tail, Func<Caller, Task<bool>> isStillAllowed, TimeSpan signOfLife, TimeProvider time, CancellationToken stopping) : IResult
{
    public const string ContentType = "text/event-stream";

    /// <summary>Milliseconds after which a client comes back; another silo answers at once.</summary>
    private const int Retry = 1000;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (reader)
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping))
        {
            var response = httpContext.Response;
            response.ContentType = ContentType;
            response.Headers.CacheControl = "no-cache, no-store";
            // nginx would keep the events until it has some kilobytes of them.
            response.Headers["X-Accel-Buffering"] = "no";
            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            try
            {
                await WriteAsync(httpContext, response.BodyWriter, end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The client has gone, or the silo goes: the client comes back with its Last-Event-ID.
                return;
            }
        }
    }

    private async Task WriteAsync(HttpContext context, PipeWriter body, CancellationToken cancellation)
    {
        WriteText(body, string.Create(CultureInfo.InvariantCulture, $"retry: {Retry}\n"));
        WritePosition(body);
        await body.FlushAsync(cancellation);
        var caller = context.Caller();
        var checkedAt = time.GetTimestamp();
        while (true)
        {
            var events = await reader.ReadAsync(signOfLife, cancellation);
            foreach (var one in events) body.Write(one.WrittenBy(Frame));
            if (events.Count == 0) WritePosition(body);
            await body.FlushAsync(cancellation);
            if (time.GetElapsedTime(checkedAt) >= signOfLife)
            {
                if (!await isStillAllowed(caller)) return;
                checkedAt = time.GetTimestamp();
            }

            if (events.Count > 0) await Task.Delay(tail.StreamPause, time, cancellation);
        }
    }

    private void WritePosition(PipeWriter body) =>
        WriteText(body, reader.Position is { } position ? string.Create(CultureInfo.InvariantCulture, $":\nid: {position}\n\n") : ":\n\n");

    private static void WriteText(PipeWriter body, string text) => Encoding.UTF8.GetBytes(text, body);

    private static byte[] Frame(LoggedEvent logged) =>
        [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {logged.Seq}\nevent: {logged.Event.Type}\ndata: ")), .. EventJson.Write(logged), .. "\n\n"u8];
}
