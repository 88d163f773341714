using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace MultiBot.Sandbox;

/// <summary>The sandbox as a program of its own, on loopback only.</summary>
internal static class SandboxProgram
{
    /// <summary>Runs until told to stop. Answers the exit code: 0 done, 1 when a port is taken.</summary>
    public static async Task<int> Run(int port, int? http2Port, Action<SandboxOptions> configure, CancellationToken cancelled)
    {
        await using var app = Build(port, http2Port, configure);
        try
        {
            await app.StartAsync(cancelled);
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException or SocketException)
        {
            await Console.Error.WriteLineAsync($"The sandbox can't listen: port {port}{(http2Port is > 0 ? $" or {http2Port}" : "")} is in use. Choose another with --port, or 0 for any free one.");
            return 1;
        }

        Greet(app);
        await app.WaitForShutdownAsync(cancelled);
        return 0;
    }

    private static WebApplication Build(int port, int? http2Port, Action<SandboxOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
            if (http2Port is { } other)
                kestrel.Listen(IPAddress.Loopback, other, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSandbox(configure);
        var app = builder.Build();
        app.Use(RefuseForeignHosts);
        app.UseRouting();
        app.MapSandbox("");
        app.MapSandbox("/sandbox");
        app.MapGet("/", http =>
        {
            http.Response.Redirect("/control/chat");
            return Task.CompletedTask;
        });
        return app;
    }

    /// <summary>A name that resolves to loopback must not let a web page in (DNS rebinding).</summary>
    private static Task RefuseForeignHosts(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Host.Host is "127.0.0.1" or "localhost" or "[::1]")
            return next(http);
        http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }

    private static void Greet(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        Console.WriteLine($"Bot API   {addresses[0]}/bot<token>/<method>");
        Console.WriteLine($"Control   {addresses[0]}/control");
        Console.WriteLine($"Chat page {addresses[0]}/control/chat");
        if (addresses.Length > 1)
            Console.WriteLine($"HTTP/2    {addresses[1]} (prior knowledge)");
    }
}
