using MultiBot.Grains.Leases;
using MultiBot.Silo.Settings;
using MultiBot.Storage;

namespace MultiBot.Silo.Hosting;

/// <summary>Everything that must be known before the host can be built: folders opened, ports settled, options valid.</summary>
public sealed class HostSettings
{
    private HostSettings(IConfiguration configuration)
    {
        Http = configuration.ReadSettings<HttpSettings>(HttpSettings.Section);
        Silo = configuration.ReadSettings<SiloSettings>(SiloSettings.Section);
        Cluster = configuration.ReadSettings<ClusterSettings>(ClusterSettings.Section);
        Security = configuration.ReadSettings<SecuritySettings>(SecuritySettings.Section);
        Bots = configuration.ReadSettings<BotsSettings>(BotsSettings.Section);
        Memory = configuration.ReadSettings<MemorySettings>(MemorySettings.Section);
        Telemetry = configuration.ReadSettings<TelemetrySettings>(TelemetrySettings.Section);
        var sandbox = configuration.ReadSettings<SandboxSettings>(SandboxSettings.Section);
        SandboxEnabled = sandbox.Enabled ?? StorageRegistration.ProviderOf(configuration) is StorageProvider.Sqlite;
        Data = DataFolder.Open(configuration);
        Ports.Settle(Http, Silo);
        Identity = new SiloIdentity(Http, Silo);
    }

    public HttpSettings Http { get; }
    public SiloSettings Silo { get; }
    public ClusterSettings Cluster { get; }
    public SecuritySettings Security { get; }
    public BotsSettings Bots { get; }
    public MemorySettings Memory { get; }
    public TelemetrySettings Telemetry { get; }
    public bool SandboxEnabled { get; }
    public DataFolder Data { get; }
    public SiloIdentity Identity { get; }

    /// <exception cref="StartException">An option is invalid, the data folder can't be written, or a port is in use.</exception>
    public static HostSettings Read(WebApplicationBuilder builder)
    {
        var settings = new HostSettings(builder.Configuration);
        // Others read the folder from the configuration: from here on it is absolute there too.
        builder.Configuration.AddInMemoryCollection([new(DataFolder.Key, settings.Data.Path)]);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(settings.Data)
            .AddSingleton(settings.Identity)
            .AddSingleton<ISiloIdentity>(settings.Identity)
            .AddSingleton(Microsoft.Extensions.Options.Options.Create(settings.Security))
            .AddSingleton(Microsoft.Extensions.Options.Options.Create(settings.Bots))
            .AddSingleton(TimeProvider.System);
        return settings;
    }
}
