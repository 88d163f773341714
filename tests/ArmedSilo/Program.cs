using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.ArmedSilo.Points;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;
using MultiBot.Silo;
using MultiBot.Silo.Hosting;

namespace MultiBot.ArmedSilo;

/// <summary>
/// The silo as it is, with two additions at its ports that do nothing until a test asks for them over HTTP: chats can be stopped at
/// any point of a message's life (<see cref="Arms"/>).
/// </summary>
public static class ArmedComposition
{
    public static Task<int> Main(string[] args) => SiloRun.RunAsync(args, Build);

    private static WebApplication Build(string[] args)
    {
        var app = SiloComposition.Build(args, builder => Arm(builder.Services));
        app.MapArms();
        return app;
    }

    private static void Arm(IServiceCollection services)
    {
        services.AddSingleton<Arms>();
        services.Decorate<IConversationStore>((store, arms) => new ArmedStore(store, arms));
        services.Decorate<ITelegramSessionFactory>((sessions, arms) => new ArmedSessionFactory(sessions, arms));
        services.Decorate<IReplyGeneratorFactory>((replies, arms) => new ArmedReplies(replies, arms));
    }
}
