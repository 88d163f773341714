using System.Globalization;
using MultiBot.PrivatePostgres;
using MultiBot.SiloProcesses;
using MultiBot.SiloProcesses.Faults;
using Npgsql;

namespace MultiBot.Cluster.Tests.Fixtures;

/// <summary>
/// One silo of a cluster: a process with a data folder of its own, which reaches the database and Telegram over links that can fail.
/// Each start of it talks to Telegram under a label of its own, «silo-1.2» being the second start of silo-1.
/// </summary>
internal sealed class ClusterSilo : IAsyncDisposable
{
    private readonly People _people;
    private readonly string _folder;
    private int _starts;

    public ClusterSilo(string name, PostgresServer server, PostgresDatabase database, People people, IEnumerable<(string Key, string Value)> settings)
    {
        (Name, _people) = (name, people);
        _folder = Directory.CreateTempSubdirectory($"multibot-{name}-").FullName;
        Database = FaultProxy.To(server.Port);
        Telegram = FaultProxy.To(people.Port);
        var linked = database with { ConnectionString = Linked(database.ConnectionString), MigrationsConnectionString = Linked(database.MigrationsConnectionString) };
        Process = new SiloProcess(_folder, [.. SiloProcess.On(linked), ("MultiBot:Silo:Name", name), .. settings]);
    }

    /// <summary>As the REST API tells it.</summary>
    public string Name { get; }

    public SiloProcess Process { get; }

    /// <summary>Its way to the database.</summary>
    public FaultProxy Database { get; }

    /// <summary>Its way to Telegram.</summary>
    public FaultProxy Telegram { get; }

    /// <summary>False while something is done to it: then nobody should ask it anything.</summary>
    public bool IsSound => Process.IsRunning && !IsDisturbed;

    /// <summary>How it is started from now on.</summary>
    public SiloGuise Guise { get; set; } = SiloGuise.Ordinary;

    /// <summary>Set by whoever does something to it that it survives.</summary>
    public bool IsDisturbed { get; set; }

    public Task StartAsync()
    {
        var telegram = _people.BotApiUrlVia(string.Create(CultureInfo.InvariantCulture, $"{Name}.{++_starts}"), Telegram.Port);
        Process.Program = Guise.Program;
        return Process.StartAsync([("MultiBot:Telegram:BotApiUrl", telegram), .. Guise.Settings]);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Database.DisposeAsync();
        await Telegram.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Linked(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Port = Database.Port }.ConnectionString;
}
