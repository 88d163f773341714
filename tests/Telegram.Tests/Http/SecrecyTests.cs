using MultiBot.Domain.Bots;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Sessions;
using MultiBot.Telegram.Tests.Wire;

namespace MultiBot.Telegram.Tests.Http;

/// <summary>
/// The Bot API puts the token into the URL. Here everything in the process listens as closely as it can while each fault
/// happens, and nobody may have heard the token. Not heard: the runtime's own debugging sources
/// (<c>Private.InternalDiagnostics.*</c>), which print raw traffic for whoever may attach a debugger.
/// </summary>
public sealed class SecrecyTests
{
    public static TheoryData<string> Faults => ["none", "401", "409", "429", "500", "garbage", "drop", "refused", "proxy"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Token_DuringAnyFault_IsHeardByNobody(string fault)
    {
        using var ears = new Ears();
        await using var stub = new WireStub();
        stub.Answer = call => call.Method == "getMe" && fault != "401" ? WireStub.QuietAsync(call) : Misbehave(call, fault);
        await using var rig = new Rig(fault == "refused" ? $"http://127.0.0.1:{WireStub.ClosedPort()}/path" : stub.Url + "/path", logs: ears);
        var secret = rig.Token.Split(':')[1];

        var session = rig.Start(new TelegramConfig
        {
            Token = new Secret(rig.Token),
            Proxy = fault == "proxy" ? new Secret($"http://user:{secret}@127.0.0.1:{WireStub.ClosedPort()}") : null,
        });
        await rig.Listener.ReportAsync(fault switch
        {
            "none" => SessionState.Running,
            "401" => SessionState.Failed,
            "409" => SessionState.Conflict,
            "429" => SessionState.FloodWaited,
            _ => SessionState.Degraded,
        });
        var outcome = await session.SendAsync(Rig.Message("private words"), TestContext.Current.CancellationToken);
        await session.ShowTypingAsync(new(5), TestContext.Current.CancellationToken);
        await session.DisposeAsync();

        var heard = ears.Heard;
        Assert.Contains(heard, line => line.Contains("getMe", StringComparison.Ordinal));
        Assert.Contains(heard, line => line.Contains("anna", StringComparison.Ordinal));
        Assert.DoesNotContain(heard, line => line.Contains(secret, StringComparison.Ordinal) || line.Contains("private words", StringComparison.Ordinal));
        Assert.DoesNotContain(secret, string.Join(' ', rig.Listener.AllReports) + outcome, StringComparison.Ordinal);
    }

    private static Task Misbehave(StubCall call, string fault) => fault switch
    {
        "401" or "409" or "500" => call.ErrorAsync(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture), $"Trouble with {call.Target}"),
        "429" => call.ErrorAsync(429, "Too Many Requests", new { retry_after = 9 }),
        "garbage" => call.ReplyAsync(200, $"<html>{call.Target}</html>", "text/html"),
        "drop" => call.DropAsync(),
        _ => WireStub.QuietAsync(call),
    };
}
