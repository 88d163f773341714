using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MultiBot.ArmedSilo.Points;

/// <summary>Puts something of ours in front of a port. What stood there stays the container's, which disposes it.</summary>
internal static class Decoration
{
    private const string Inner = "inner";

    public static void Decorate<TPort>(this IServiceCollection services, Func<TPort, Arms, TPort> make)
        where TPort : class
    {
        var port = services.Last(service => service.ServiceType == typeof(TPort) && !service.IsKeyedService);
        services.RemoveAll<TPort>();
        services.Add(port switch
        {
            { ImplementationType: { } type } => new ServiceDescriptor(typeof(TPort), Inner, type, port.Lifetime),
            { ImplementationFactory: { } factory } => new ServiceDescriptor(typeof(TPort), Inner, (provider, _) => factory(provider), port.Lifetime),
            _ => new ServiceDescriptor(typeof(TPort), Inner, port.ImplementationInstance!),
        });
        services.AddSingleton(provider => make(provider.GetRequiredKeyedService<TPort>(Inner), provider.GetRequiredService<Arms>()));
    }
}
