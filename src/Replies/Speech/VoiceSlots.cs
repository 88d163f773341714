using Microsoft.Extensions.Options;
using MultiBot.Replies.Llm;

namespace MultiBot.Replies.Speech;

/// <summary>How many voice messages a silo has in memory at once.</summary>
internal sealed class VoiceSlots(IOptions<LlmOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.VoicesAtOnce);

    /// <summary>Null also when none was free in time: one bot's endpoint that hangs must not keep those of others waiting.</summary>
    public async Task<T?> RunAsync<T>(Func<Task<T?>> listen)
        where T : class
    {
        if (!await _free.WaitAsync(options.Value.VoiceTimeout)) return null;
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
