using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace MultiBot.ArmedSilo.Points;

/// <summary>How a test arms and lets go. With the silo's other endpoints; its admin's key is asked for.</summary>
internal static class ArmsEndpoints
{
    public static void MapArms(this IEndpointRouteBuilder app)
    {
        var armed = app.MapGroup("/armed").RequireAuthorization();
        armed.MapPost("/", (Arm[] more, Arms arms) => arms.Add(more));
        armed.MapGet("/missing", (int patience, Arms arms) => arms.MissingAsync(TimeSpan.FromSeconds(patience)));
        armed.MapPost("/let-go", (bool failing, Arms arms) => arms.LetGo(failing));
    }
}
