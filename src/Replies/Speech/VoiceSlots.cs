using Microsoft.Extensions.Options;
using MultiBot.Replies.Llm;

namespace MultiBot.Replies.Speech;

/// <summary>How many voice messages a silo has in memory at once.</summary>
internal sealed class VoiceSlots(IOptions<LlmOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.VoicesAtOnce);

    public async Task<T> RunAsync<T>(Func<Task<T>> listen)
    {
        await _free.WaitAsync();
        try
        {
            return await listen();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
