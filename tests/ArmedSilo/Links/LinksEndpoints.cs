using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using MultiBot.SiloProcesses.Faults;

namespace MultiBot.ArmedSilo.Links;

/// <summary>How a test breaks and mends the links to other silos. With the silo's other endpoints; its admin's key is asked for.</summary>
internal static class LinksEndpoints
{
    public static void MapLinks(this IEndpointRouteBuilder app)
    {
        var links = app.MapGroup("/links").RequireAuthorization();
        links.MapPost("/swallow", (LinkDirection direction, SiloLinks silos) => silos.Swallow(direction));
        links.MapPost("/restore", (SiloLinks silos) => silos.Restore());
    }
}
