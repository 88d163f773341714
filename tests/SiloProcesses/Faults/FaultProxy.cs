using System.Net;
using System.Net.Sockets;
using MultiBot.PrivatePostgres;

namespace MultiBot.SiloProcesses.Faults;

/// <summary>
/// A TCP link between one caller and one server on loopback that can be made to fail. It is transparent until told otherwise; its port
/// stays the same. Calls may come from any thread, one at a time.
/// </summary>
/// <remarks>
/// A link that swallows bytes looks as a network that lost its way: nothing arrives, not even the end of a connection, and new
/// connections are taken up and get no answer. Connections that lost bytes are cut when the link is restored: nobody could go on
/// with half a conversation.
/// </remarks>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<ProxiedConnection> _connections = [];
    private readonly IPEndPoint _target;
    private readonly LinkState _state = new();
    private Socket _listener;
    private Task _accepting;

    private FaultProxy(IPEndPoint target)
    {
        _target = target;
        Port = FreePort.Take();
        (_listener, _accepting) = Listen();
    }

    public int Port { get; }

    /// <summary>Connections that stand now, on both sides or waiting for the server.</summary>
    public int Connections
    {
        get
        {
            lock (_gate)
                return _connections.Count;
        }
    }

    /// <summary>A link to a port on this machine.</summary>
    public static FaultProxy To(int port) => new(new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>Resets every connection, on both sides; new ones are welcome.</summary>
    public void Cut()
    {
        foreach (var connection in Snapshot())
            connection.Reset();
    }

    /// <summary>Resets every connection and refuses new ones, as a machine does on which nothing listens.</summary>
    public async Task RefuseAsync()
    {
        _listener.Dispose();
        await _accepting;
        // Bound and deaf: the kernel refuses connections, and nobody else gets the port.
        _listener = Bind();
        Cut();
    }

    /// <summary>Bytes that go that way are lost until the link is restored.</summary>
    public void Swallow(LinkDirection direction) => _state.Swallow(direction);

    /// <summary>Each piece of bytes is held for that long, in both directions; order is kept.</summary>
    public void Delay(TimeSpan delay) => _state.Delay = delay;

    /// <summary>Transparent again.</summary>
    public void Restore()
    {
        _state.Restore();
        if (!_accepting.IsCompleted)
            return;
        _listener.Dispose();
        (_listener, _accepting) = Listen();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        foreach (var connection in Snapshot())
            await connection.DisposeAsync();
    }

    private (Socket, Task) Listen()
    {
        var listener = Bind();
        listener.Listen();
        return (listener, AcceptAsync(listener));
    }

    private Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Our own former connections linger on the port for a minute.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket caller;
            try
            {
                caller = await listener.AcceptAsync();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }

            var connection = new ProxiedConnection(caller, _target, _state);
            lock (_gate)
                _connections.Add(connection);
            _ = RunAsync(connection);
        }
    }

    private async Task RunAsync(ProxiedConnection connection)
    {
        await connection.RunAsync();
        lock (_gate)
            _connections.Remove(connection);
    }

    private ProxiedConnection[] Snapshot()
    {
        lock (_gate)
            return [.. _connections];
    }
}
