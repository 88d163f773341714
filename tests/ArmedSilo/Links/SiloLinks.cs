using Microsoft.AspNetCore.Connections;
using MultiBot.SiloProcesses.Faults;

namespace MultiBot.ArmedSilo.Links;

/// <summary>
/// The connections between this silo and the others, whoever opened them. What one direction loses is lost for all of them at once:
/// <see cref="LinkDirection.ToServer"/> is what this silo says, <see cref="LinkDirection.ToCaller"/> what it hears.
/// </summary>
internal sealed class SiloLinks
{
    private readonly LinkState _state = new();

    /// <summary>Bytes that go that way are lost until the links are restored.</summary>
    public void Swallow(LinkDirection direction) => _state.Swallow(direction);

    public void Restore() => _state.Restore();

    /// <summary>Puts the links under Orleans' connections.</summary>
    public void Under(IConnectionBuilder connections) => connections.Use(next => async connection =>
    {
        using var link = new SiloLink(connection, _state);
        await link.RunAsync(next);
    });
}
