using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>A bot that should run. <paramref name="Resends"/>: its policy for sends whose outcome is unknown.</summary>
internal sealed record ModelBot(int Number, AccountKind Kind, bool Resends)
{
    public override string ToString() => $"{(Kind is AccountKind.User ? "account" : "token")} {Number}";
}
