using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.ArmedSilo.Links;
using MultiBot.ArmedSilo.Points;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;
using MultiBot.Silo;
using MultiBot.Silo.Hosting;
using Orleans.Configuration;

namespace MultiBot.ArmedSilo;

/// <summary>
/// The silo as it is, with two additions that do nothing until a test asks for them over HTTP: chats can be stopped at any point of a
/// message's life (<see cref="Arms"/>), and the silo can lose its way to the others (<see cref="SiloLinks"/>).
/// </summary>
public static class ArmedComposition
{
    public static Task<int> Main(string[] args) => SiloRun.RunAsync(args, Build);

    private static WebApplication Build(string[] args)
    {
        var app = SiloComposition.Build(args, last: builder => Arm(builder.Services));
        app.MapArms();
        app.MapLinks();
        return app;
    }

    private static void Arm(IServiceCollection services)
    {
        services.AddSingleton<Arms>();
        services.Decorate<IConversationStore>((store, arms) => new ArmedStore(store, arms));
        services.Decorate<ITelegramSessionFactory>((sessions, arms) => new ArmedSessionFactory(sessions, arms));
        services.Decorate<IReplyGeneratorFactory>((replies, arms) => new ArmedReplies(replies, arms));
        services.AddSingleton<SiloLinks>();
        services.AddOptions<SiloConnectionOptions>().Configure<SiloLinks>((connections, links) =>
        {
            connections.ConfigureSiloInboundConnection(links.Under);
            connections.ConfigureSiloOutboundConnection(links.Under);
        });
    }
}
