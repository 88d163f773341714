using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Client.Cluster;

/// <summary><c>multibot cluster</c></summary>
internal static class ClusterCommand
{
    public static Command Create(CommandRunner runner) => runner.Command("cluster", "The silos and what they carry", RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var cluster = await (await call.ConnectAsync()).Manager().GetCluster();
        return call.Show<ClusterView>(cluster, view => new ClusterJson([.. view.Silos.Select(SiloJson.Of)]), view =>
        {
            var sheet = new Sheet("SILO", "ADDRESS", "HTTP PORT", "STATUS", "BOTS", "STARTED");
            foreach (var silo in view.Silos)
                sheet.Add(silo.Name, silo.Address, Plain.Number(silo.HttpPort), silo.Status, Plain.Number(silo.Bots), Plain.Time(silo.StartedAt));
            sheet.Write(call.Terminal);
        });
    }
}

internal sealed record ClusterJson(SiloJson[] Silos);

internal sealed record SiloJson(string Name, string Address, int HttpPort, string Status, int Bots, DateTimeOffset StartedAt)
{
    public static SiloJson Of(SiloView silo) => new(silo.Name, silo.Address, silo.HttpPort, silo.Status, silo.Bots, silo.StartedAt);
}
