using MultiBot.Domain.Keys;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Cluster;

/// <summary><c>/api/v1/cluster</c>: the silos.</summary>
public static class ClusterApi
{
    public static RouteGroupBuilder MapClusterApi(this RouteGroupBuilder api)
    {
        api.MapGet("/cluster", async (IGrainFactory grains) => Results.Ok(ClusterAnswer.Of(await grains.Manager().GetCluster())))
            .Needs(ApiRole.Viewer).WithTags("Cluster").WithSummary("List the silos").Produces<ClusterAnswer>();
        return api;
    }
}

/// <summary>The cluster.</summary>
public sealed record ClusterAnswer
{
    public required SiloItem[] Silos { get; init; }

    public static ClusterAnswer Of(ClusterView cluster) => new() { Silos = Array.ConvertAll(cluster.Silos, SiloItem.Of) };
}

/// <summary>One silo.</summary>
public sealed record SiloItem
{
    /// <summary>The same name as in a bot's status.</summary>
    public required string Name { get; init; }
    public required string Address { get; init; }
    public required int HttpPort { get; init; }
    public required string Status { get; init; }

    /// <summary>Bots it holds.</summary>
    public required int Bots { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    public static SiloItem Of(SiloView silo) => new()
    {
        Name = silo.Name,
        Address = silo.Address,
        HttpPort = silo.HttpPort,
        Status = silo.Status,
        Bots = silo.Bots,
        StartedAt = silo.StartedAt,
    };
}
