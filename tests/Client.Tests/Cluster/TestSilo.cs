using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MultiBot.Client.Tests.Sandbox;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions.Access;
using MultiBot.PrivatePostgres;

[assembly: AssemblyFixture(typeof(MultiBot.Client.Tests.Cluster.TestSilo))]

namespace MultiBot.Client.Tests.Cluster;

/// <summary>A real silo on free ports of this machine, so that the console joins it by its own connection code.</summary>
public sealed class TestSilo : IAsyncLifetime
{
    public const string Key = "mb_a-key-of-the-tests";

    private IHost? host;

    public TestSilo() => Sandbox = new SandboxHost(Cluster);

    public FakeCluster Cluster { get; } = new();

    public SandboxHost Sandbox { get; }

    public string Gateway { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var (siloPort, gatewayPort) = (FreePort.Take(), FreePort.Take());
        Gateway = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{gatewayPort}");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Cluster);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(siloPort, gatewayPort, primarySiloEndpoint: null, serviceId: "multibot", clusterId: "multibot")
            .AddIncomingGrainCallFilter<KeyGate>());
        host = builder.Build();
        await host.StartAsync();
        await Sandbox.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        if (host is null) return;
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>As the silo's own filter: a call on our grains needs the key.</summary>
    private sealed class KeyGate : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceName.StartsWith("MultiBot.", StringComparison.Ordinal) && RequestContext.Get(CallKeys.ApiKey) as string != Key)
                throw new CallRefusedException(new Problem { Kind = ProblemKind.Forbidden, Code = "auth.key_invalid", Detail = "This key is unknown." });
            return context.Invoke();
        }
    }
}
