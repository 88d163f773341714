using System.CommandLine;
using MultiBot.Client.Connection;
using MultiBot.Client.Output;

namespace MultiBot.Client.Commands;

/// <summary>Options every command takes.</summary>
internal sealed class GlobalOptions
{
    private const double LongestTimeout = 3600;

    private readonly Option<GatewayAddress> gateway = new("--gateway")
    {
        Description = "A silo's gateway, host:port",
        HelpName = "host:port",
        Recursive = true,
        DefaultValueFactory = _ => GatewayAddress.Default,
        CustomParser = result =>
        {
            if (GatewayAddress.TryParse(result.Tokens[^1].Value, out var address)) return address;
            result.AddError($"'{result.Tokens[^1].Value}' is no gateway; write host:port.");
            return null;
        },
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

    private readonly Option<double> timeout = new("--timeout")
    {
        Description = "Seconds to wait for an answer",
        HelpName = "seconds",
        Recursive = true,
        DefaultValueFactory = _ => new ConnectionSettings().ResponseTimeout.TotalSeconds,
    };

    private readonly Option<bool> verbose = new("--verbose") { Description = "Show Orleans' log on stderr", Recursive = true };

    public GlobalOptions() => timeout.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<double>() is not (> 0 and <= LongestTimeout)) result.AddError("--timeout must be above 0 and at most 3600 seconds.");
    });

    public void AddTo(Command root)
    {
        foreach (var option in (Option[])[gateway, clusterId, key, json, timeout, verbose])
            root.Options.Add(option);
    }

    public bool WantsJson(ParseResult parse) => parse.GetValue(json);

    public ConnectionSettings Read(ParseResult parse, Terminal terminal) => new()
    {
        Gateway = parse.GetValue(gateway)!,
        ClusterId = parse.GetValue(clusterId)!,
        Key = ApiKeys.Find(parse.GetValue(key), terminal),
        ResponseTimeout = TimeSpan.FromSeconds(parse.GetValue(timeout)),
        Verbose = parse.GetValue(verbose),
    };
}
