using Microsoft.Extensions.AI;

namespace MultiBot.Replies.Llm;

/// <summary>Reads a reply in chunks: gives up when none comes for too long, and stops listening to a model that does not stop talking.</summary>
internal static class StreamReader
{
    public delegate IAsyncEnumerable<ChatResponseUpdate> Source(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellation);

    /// <exception cref="TimeoutException">No chunk for longer than the idle time-out.</exception>
    public static async Task<ChatResponse> ReadAsync(
        Source source, IReadOnlyList<ChatMessage> prompt, ChatOptions chat, LlmOptions options, TimeProvider time, CancellationToken cancellation)
    {
        using var idle = new CancellationTokenSource(options.StreamIdleTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, idle.Token);
        var (updates, length) = (new List<ChatResponseUpdate>(), 0);
        try
        {
            await foreach (var update in source(prompt, chat, either.Token))
            {
                idle.CancelAfter(options.StreamIdleTimeout);
                updates.Add(update);
                length += update.Text.Length;
                if (length > options.MaxResponseBytes || updates.Count > options.MaxResponseBytes) break;
            }
        }
        catch (Exception exception) when (idle.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("The stream fell silent.", exception);
        }

        return updates.ToChatResponse();
    }
}
