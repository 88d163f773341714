using MultiBot.Grains.Abstractions.Access;

namespace MultiBot.Client.Connection;

/// <summary>Puts the API key on every call that leaves this client.</summary>
internal sealed class KeyFilter(string key) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        RequestContext.Set(CallKeys.ApiKey, key);
        return context.Invoke();
    }
}
