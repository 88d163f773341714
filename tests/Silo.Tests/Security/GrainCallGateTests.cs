using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Access;
using MultiBot.Grains.Abstractions.Bots;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Abstractions.Girls;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Grains.Abstractions.Privacy;
using MultiBot.Grains.Abstractions.Webhooks;
using MultiBot.Silo.Security;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Security;

[Collection(OneSilo.Name)]
public sealed class GrainCallGateTests(SharedSilo shared)
{
    /// <summary>For silos only.</summary>
    private static readonly string[] Internal = ["IGirlGrain.Wake", "IGirlGrain.Settle", "IGirlGrain.Notify"];

    [Fact]
    public void Rules_CoverEveryMethodAProgramMayCall()
    {
        var methods = new[] { typeof(IManagerGrain), typeof(IQueriesGrain), typeof(IGirlGrain), typeof(IWebhooksGrain), typeof(IDeadEventsGrain), typeof(IPrivacyGrain) }.SelectMany(grain => grain.GetMethods());

        var open = methods.Where(method => GrainCallRules.For(method) is null).Select(method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.Equal(Internal, open);
        Assert.All(typeof(IBotGrain).GetMethods().Concat(typeof(IWebhookGrain).GetMethods()).Concat(typeof(IEventSubscriberGrain).GetMethods()), method => Assert.Null(GrainCallRules.For(method)));
    }

    [Fact]
    public async Task Console_WithoutAKeyOrWithAWrongOne_IsRefused()
    {
        using var console = await ConnectAsync();
        var manager = console.Services.GetRequiredService<IClusterClient>().Manager();

        var without = await Assert.ThrowsAsync<CallRefusedException>(() => manager.ListBots(new BotQuery()));
        RequestContext.Set(CallKeys.ApiKey, "mb_wrong");
        var wrong = await Assert.ThrowsAsync<CallRefusedException>(() => manager.ListBots(new BotQuery()));

        Assert.Equal(("auth.key_required", "auth.key_required"), (without.Problem.Code, wrong.Problem.Code));
    }

    [Fact]
    public async Task Console_WithAnAdminsKey_MayReadButNotPlayASilo()
    {
        using var console = await ConnectAsync();
        var client = console.Services.GetRequiredService<IClusterClient>();
        RequestContext.Set(CallKeys.ApiKey, TestSilo.AdminKey);

        var list = await client.Manager().ListBots(new BotQuery());
        var refused = await Assert.ThrowsAsync<CallRefusedException>(() => client.Bot(BotId.Parse("demo")).GetBrief());

        Assert.NotNull(list.Value);
        Assert.Equal("auth.forbidden", refused.Problem.Code);
    }

    [Fact]
    public async Task Console_WithAKeyForOneBot_IsNarrowedToIt()
    {
        await shared.Silo.RegisterAsync("gate-mine", 411);
        await shared.Silo.RegisterAsync("gate-theirs", 412);
        var made = await (await shared.Silo.Client.PostAsync("/api/v1/keys", TestSilo.Json("""{"name":"g","role":"operator","bots":["gate-mine"]}"""))).JsonAsync();
        using var console = await ConnectAsync();
        var client = console.Services.GetRequiredService<IClusterClient>();
        RequestContext.Set(CallKeys.ApiKey, (string)made["key"]!);

        var list = await client.Manager().ListBots(new BotQuery());
        var stop = await Assert.ThrowsAsync<CallRefusedException>(() => client.Manager().StopBot(BotId.Parse("gate-theirs")));
        var send = await Assert.ThrowsAsync<CallRefusedException>(() => client.Girl(new ChatKey(BotId.Parse("gate-theirs"), new ChatId(1))).Send("x"));
        var remove = await Assert.ThrowsAsync<CallRefusedException>(() => client.Manager().RemoveBot(BotId.Parse("gate-mine"), erase: false));

        Assert.Equal(["gate-mine"], list.Value!.Items.Select(bot => bot.BotId.Value));
        Assert.All([stop, send, remove], refusal => Assert.Equal("auth.forbidden", refusal.Problem.Code));
        Assert.NotNull((await client.Manager().StopBot(BotId.Parse("gate-mine"))).Value);
    }

    private async Task<IHost> ConnectAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(shared.Silo.Identity.GatewayPort, "multibot", "multibot"));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
