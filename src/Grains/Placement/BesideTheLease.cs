using Orleans.Placement;

namespace MultiBot.Grains.Placement;

/// <summary>The lease decides where a bot lives: its grain, and the grains of its chats, are placed on the silo that holds it.</summary>
[GenerateSerializer, Immutable, Alias("multibot.beside-the-lease")]
internal sealed class BesideTheLease : PlacementStrategy
{
    public static BesideTheLease Instance { get; } = new();
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class PlacedBesideTheLeaseAttribute() : PlacementAttribute(BesideTheLease.Instance);
