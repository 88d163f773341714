using System.Net;
using System.Net.Sockets;
using MultiBot.SiloProcesses.Faults;

namespace MultiBot.Cluster.Tests.Faults;

/// <summary>A link between a caller and a server that says back what it hears.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long nothing has to arrive until we believe that nothing does.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _callers = [];
    private FaultProxy _link = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _server.Start();
        _link = FaultProxy.To(((IPEndPoint)_server.LocalEndpoint).Port);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _callers.ForEach(caller => caller.Dispose());
        await _link.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task Link_WhenNothingIsWrong_PassesBytesAndTheEnd()
    {
        var (caller, server) = await ConnectAsync();

        await SayAsync(caller, "ping");
        Assert.Equal("ping", await HearAsync(server, 4));
        await SayAsync(server, "pong");
        Assert.Equal("pong", await HearAsync(caller, 4));
        caller.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await HearAsync(server, 1));
        await SayAsync(server, "last");
        Assert.Equal("last", await HearAsync(caller, 4));
    }

    [Fact]
    public async Task Link_WhenMuchIsSaid_KeepsEveryByteInOrder()
    {
        var (caller, server) = await ConnectAsync();
        var much = new byte[1_000_003];
        for (var at = 0; at < much.Length; at++) much[at] = (byte)(at * 31);

        var saying = caller.SendAsync(much, SocketFlags.None, Cancelled).AsTask();
        var heard = new byte[much.Length];
        for (var at = 0; at < heard.Length;)
            at += await server.ReceiveAsync(heard.AsMemory(at), SocketFlags.None, Cancelled);

        Assert.Equal(much.Length, await saying);
        Assert.Equal(much, heard);
    }

    [Fact]
    public async Task Cut_ResetsBothSidesAndNewConnectionsStand()
    {
        var (caller, server) = await ConnectAsync();

        _link.Cut();

        Assert.Equal(SocketError.ConnectionReset, await EndOfAsync(caller));
        Assert.Equal(SocketError.ConnectionReset, await EndOfAsync(server));
        var (again, there) = await ConnectAsync();
        await SayAsync(again, "x");
        Assert.Equal("x", await HearAsync(there, 1));
    }

    [Fact]
    public async Task Refuse_EndsConnectionsAndRefusesNewOnesUntilItIsRestored()
    {
        var (caller, _) = await ConnectAsync();

        await _link.RefuseAsync();

        Assert.Equal(SocketError.ConnectionReset, await EndOfAsync(caller));
        var refusal = await Assert.ThrowsAsync<SocketException>(CallAsync);
        Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);
        _link.Restore();
        var (again, there) = await ConnectAsync();
        await SayAsync(again, "x");
        Assert.Equal("x", await HearAsync(there, 1));
    }

    [Theory]
    [InlineData(LinkDirection.ToServer, false, true)]
    [InlineData(LinkDirection.ToCaller, true, false)]
    [InlineData(LinkDirection.Both, false, false)]
    public async Task Swallow_LosesBytesOfItsDirectionOnly(LinkDirection direction, bool serverHears, bool callerHears)
    {
        var (caller, server) = await ConnectAsync();

        _link.Swallow(direction);
        await SayAsync(caller, "a");
        await SayAsync(server, "b");

        Assert.Equal(serverHears ? "a" : null, await HearNowAsync(server));
        Assert.Equal(callerHears ? "b" : null, await HearNowAsync(caller));
    }

    [Fact]
    public async Task Swallow_HidesTheEndOfAConnection()
    {
        var (caller, server) = await ConnectAsync();

        _link.Swallow(LinkDirection.Both);
        caller.LingerState = new LingerOption(enable: true, seconds: 0);
        caller.Dispose();

        Assert.Null(await HearNowAsync(server));
        _link.Restore();
        Assert.Equal(SocketError.ConnectionReset, await EndOfAsync(server));
    }

    [Fact]
    public async Task Restore_CutsConnectionsThatLostBytesAndKeepsTheOthers()
    {
        var (loser, _) = await ConnectAsync();
        var (quiet, there) = await ConnectAsync();

        _link.Swallow(LinkDirection.Both);
        await SayAsync(loser, "lost");
        Assert.Null(await HearNowAsync(loser));
        _link.Restore();

        Assert.Equal(SocketError.ConnectionReset, await EndOfAsync(loser));
        await SayAsync(quiet, "kept");
        Assert.Equal("kept", await HearAsync(there, 4));
    }

    [Fact]
    public async Task Delay_HoldsBytesAndRestoreLetsThemPass()
    {
        var (caller, server) = await ConnectAsync();

        _link.Delay(Silence * 2);
        await SayAsync(caller, "late");
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal("late", await HearAsync(server, 4));
        Assert.True(TimeProvider.System.GetElapsedTime(began) > Silence);

        _link.Restore();
        await SayAsync(caller, "soon");
        Assert.Equal("soon", await HearNowAsync(server));
    }

    [Fact]
    public async Task Connections_AreCountedAndForgotten()
    {
        await ConnectAsync();
        var (caller, server) = await ConnectAsync();
        Assert.Equal(2, _link.Connections);

        server.Dispose();
        await EndOfAsync(caller);
        caller.Dispose();

        using var patience = new CancellationTokenSource(Patience);
        while (_link.Connections > 1)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<(Socket Caller, Socket Server)> ConnectAsync()
    {
        var caller = await CallAsync();
        var server = await _server.AcceptSocketAsync(Cancelled).AsTask().WaitAsync(Patience, TimeProvider.System, Cancelled);
        _callers.Add(server);
        return (caller, server);
    }

    private async Task<Socket> CallAsync()
    {
        var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _callers.Add(caller);
        await caller.ConnectAsync(IPAddress.Loopback, _link.Port, Cancelled);
        return caller;
    }

    private static async Task SayAsync(Socket socket, string text) =>
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(text), SocketFlags.None, Cancelled);

    /// <summary>So many letters, or fewer at the stream's end.</summary>
    private static async Task<string> HearAsync(Socket socket, int letters)
    {
        var heard = new byte[letters];
        var length = 0;
        while (length < letters && await socket.ReceiveAsync(heard.AsMemory(length), SocketFlags.None, Cancelled).AsTask().WaitAsync(Patience, TimeProvider.System, Cancelled) is > 0 and var more)
            length += more;
        return System.Text.Encoding.ASCII.GetString(heard, 0, length);
    }

    /// <summary>What arrives within a moment, null when nothing does.</summary>
    private static async Task<string?> HearNowAsync(Socket socket)
    {
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        moment.CancelAfter(Silence);
        var heard = new byte[16];
        try
        {
            return System.Text.Encoding.ASCII.GetString(heard, 0, await socket.ReceiveAsync(heard, SocketFlags.None, moment.Token));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>How a connection ends: <see cref="SocketError.Success"/> in order.</summary>
    private static async Task<SocketError> EndOfAsync(Socket socket)
    {
        try
        {
            await HearAsync(socket, int.MaxValue / 1024);
            return SocketError.Success;
        }
        catch (SocketException end)
        {
            return end.SocketErrorCode;
        }
    }
}
