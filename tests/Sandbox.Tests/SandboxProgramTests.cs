using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace MultiBot.Sandbox.Tests;

/// <summary>The program of its own, as a real process.</summary>
public sealed partial class SandboxProgramTests(SandboxHost host)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_WhenStartedOnFreePorts_SpeaksBothVersionsAndRefusesForeignHosts()
    {
        using var program = Start("--port 0 --http2-port 0");
        var urls = new List<string>();
        while (urls.Count < 4 && await program.StandardOutput.ReadLineAsync(Cancelled) is { } line)
            urls.Add(Url().Match(line).Value);
        try
        {
            Assert.Equal(HttpStatusCode.OK, await Call(urls[0] + "/bot5:abc/getMe", HttpVersion.Version11));
            Assert.Equal(HttpStatusCode.OK, await Call(urls[0] + "/sandbox/bot5:abc/getMe", HttpVersion.Version11));
            Assert.Equal(HttpStatusCode.OK, await Call(urls[3] + "/bot5:abc/getMe", HttpVersion.Version20));
            Assert.Equal(HttpStatusCode.MisdirectedRequest, await Call(urls[0] + "/control/bots", HttpVersion.Version11, "evil.example"));
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync(Cancelled);
        }
    }

    [Fact]
    public async Task Program_WhenThePortIsTaken_SaysSoAndEnds()
    {
        using var program = Start($"--port {host.Url.Port}");

        var message = await program.StandardError.ReadToEndAsync(Cancelled);
        await program.WaitForExitAsync(Cancelled);

        Assert.Equal(1, program.ExitCode);
        Assert.Contains("in use", message, StringComparison.Ordinal);
    }

    private static Process Start(string arguments) => Process.Start(new ProcessStartInfo("dotnet", $"{Path.Combine(AppContext.BaseDirectory, "MultiBot.Sandbox.dll")} {arguments}")
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private async Task<HttpStatusCode> Call(string url, Version version, string? hostName = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Host = hostName;
        using var response = await host.Http.SendAsync(request, Cancelled);
        return response.StatusCode;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Url();
}
