using System.Text.Json.Nodes;
using MultiBot.Client.Commands;
using MultiBot.Client.Connection;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Client.Sandbox;

/// <summary>Where a bot's sandbox is, and what the bot is called there.</summary>
internal sealed record SandboxPlace(Uri Root, long AccountId, string BotName, string? Key)
{
    private const string OwnSandbox = "sandbox";

    public static async Task<Answer<SandboxPlace>> FindAsync(CommandCall call, BotId bot, Uri? given)
    {
        var manager = (await call.ConnectAsync()).Manager();
        var view = await manager.GetBot(bot, effective: true);
        if (view.Value is not { } config) return view.Problem!;
        if (config.AccountId is not { } account) return Problem.Invalid("sandbox.no_account", $"{bot} has no bot token, so the sandbox does not know it.");
        var status = await manager.GetBotStatus(bot);
        if (status.Value is not { } item) return status.Problem!;
        // A key is for the cluster alone, never for an address somebody typed.
        if (given is not null) return new SandboxPlace(given, account, item.Name, null);

        var apiUrl = JsonNode.Parse(config.Json)?["telegram"]?["apiUrl"]?.ToString();
        if (apiUrl != OwnSandbox)
            return Problem.Invalid("sandbox.not_here", $"{bot} does not talk to this cluster's sandbox (telegram.apiUrl is not \"sandbox\"); --url names another.");
        var root = RootOf(call.Settings.Database is null ? call.Settings.Gateway : null, await manager.GetCluster(), item);
        return root is null
            ? Problem.Unavailable("sandbox.no_silo", "The cluster names no silo with an HTTP port.")
            : new SandboxPlace(root, account, item.Name, root.IsLoopback ? null : call.Settings.Key);
    }

    /// <summary>The bot's own silo, for each has a sandbox of its own; else any. Its host is the one the gateway was reached at, if that was named.</summary>
    private static Uri? RootOf(GatewayAddress? gateway, ClusterView cluster, BotListItem bot)
    {
        var silos = cluster.Silos.Where(silo => silo.HttpPort > 0).ToArray();
        if ((silos.FirstOrDefault(one => one.Name == bot.Silo) ?? silos.FirstOrDefault()) is not { } silo) return null;
        // Several silos on one machine share the gateway's host; on several machines the silo's address tells it.
        var known = GatewayAddress.TryParse(silo.Address, out var address);
        var host = gateway is { } named && (named.IsLoopback || !known) ? named.Host : address.Host;
        return new UriBuilder(Uri.UriSchemeHttp, host, silo.HttpPort, "/sandbox").Uri;
    }
}
