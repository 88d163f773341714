using System.CommandLine;
using MultiBot.Client.Connection;
using MultiBot.Client.Output;

namespace MultiBot.Client.Commands;

/// <summary>Options every command takes.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<GatewayAddress> gateway = new("--gateway")
    {
        Description = "A silo's gateway, host:port",
        HelpName = "host:port",
        Recursive = true,
        DefaultValueFactory = _ => GatewayAddress.Default,
        CustomParser = result => GatewayAddress.TryParse(Amounts.TextOf(result), out var address)
            ? address
            : Amounts.Refuse<GatewayAddress>(result, $"'{Amounts.TextOf(result)}' is no gateway; write host:port."),
    };

    private readonly Option<ClusterDatabase?> database = new("--cluster")
    {
        Description = "Instead of a gateway, the silos' PostgreSQL database, as in ConnectionStrings:MultiBot; it knows their gateways. Others on this machine can see arguments: prefer PGPASSWORD for the password",
        HelpName = "connection string",
        Recursive = true,
        // Its text is not repeated: it may hold a password.
        CustomParser = result => ClusterDatabase.Parse(Amounts.TextOf(result))
            ?? Amounts.Refuse<ClusterDatabase>(result, "--cluster can't be read; write \"Host=…;Database=…;Username=…\"."),
    };

    private readonly Option<string> clusterId = new("--cluster-id")
    {
        Description = "The cluster's id (MultiBot:Cluster:Id)",
        HelpName = "id",
        Recursive = true,
        DefaultValueFactory = _ => new ConnectionSettings().ClusterId,
    };

    private readonly Option<string?> key = new("--key")
    {
        Description = "API key. Others on this machine can see arguments: prefer MULTIBOT_KEY, or data/admin.key, which is found by itself",
        HelpName = "mb_…",
        Recursive = true,
    };

    private readonly Option<bool> json = new("--json") { Description = "Answer in JSON, with the REST API's names", Recursive = true };

    private readonly Option<double> timeout = Amounts.Seconds("--timeout", "Seconds to wait for an answer", new ConnectionSettings().ResponseTimeout.TotalSeconds);

    private readonly Option<bool> verbose = new("--verbose") { Description = "Show Orleans' log on stderr", Recursive = true };

    public GlobalOptions()
    {
        timeout.Recursive = true;
        database.Validators.Add(result =>
        {
            if (result.GetResult(gateway) is { Implicit: false }) result.AddError("--gateway and --cluster are two ways in: name one.");
        });
    }

    public void AddTo(Command root)
    {
        foreach (var option in (Option[])[gateway, database, clusterId, key, json, timeout, verbose])
            root.Options.Add(option);
    }

    public bool WantsJson(ParseResult parse) => parse.GetValue(json);

    public ConnectionSettings Read(ParseResult parse, Terminal terminal) => new()
    {
        Gateway = parse.GetValue(gateway)!,
        Database = parse.GetValue(database),
        ClusterId = parse.GetValue(clusterId)!,
        Key = ApiKeys.Find(parse.GetValue(key), terminal),
        ResponseTimeout = TimeSpan.FromSeconds(parse.GetValue(timeout)),
        Verbose = parse.GetValue(verbose),
    };
}
