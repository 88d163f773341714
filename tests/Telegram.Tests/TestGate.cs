using MultiBot.Domain.Sessions;

namespace MultiBot.Telegram.Tests;

/// <summary>A gate that a test closes and opens.</summary>
internal sealed class TestGate(CancellationToken cut) : ISessionGate
{
    private volatile bool _open = true;

    public bool IsOpen
    {
        get => _open;
        set => _open = value;
    }

    public CancellationToken Cut => cut;
}
