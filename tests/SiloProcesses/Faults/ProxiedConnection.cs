using System.Net;
using System.Net.Sockets;

namespace MultiBot.SiloProcesses.Faults;

/// <summary>One connection through a link: two sockets and a pump for each direction. Over when both pumps are.</summary>
internal sealed class ProxiedConnection(Socket caller, IPEndPoint target, LinkState state) : IAsyncDisposable
{
    private const int PieceSize = 16 * 1024;

    private readonly Socket _server = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _reset = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs to the connection's end; never throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            await RunPumpsAsync();
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Abort(caller);
            Abort(_server);
        }
        finally
        {
            caller.Dispose();
            _server.Dispose();
            _over.SetResult();
        }
    }

    /// <summary>Ends it by a reset on both sides.</summary>
    public void Reset() => _reset.Cancel();

    public async ValueTask DisposeAsync()
    {
        Reset();
        await _over.Task;
        _reset.Dispose();
    }

    private async Task RunPumpsAsync()
    {
        caller.NoDelay = _server.NoDelay = true;
        await _server.ConnectAsync(target, _reset.Token);
        var there = PumpAsync(caller, _server, LinkDirection.ToServer);
        var back = PumpAsync(_server, caller, LinkDirection.ToCaller);
        // What broke one ends the other, which would wait for ever.
        if (!(await Task.WhenAny(there, back)).IsCompletedSuccessfully)
            Reset();
        await Task.WhenAll(there, back);
    }

    private async Task PumpAsync(Socket from, Socket to, LinkDirection direction)
    {
        var piece = new byte[PieceSize];
        while (true)
        {
            var length = await ReadAsync(from, piece, direction);
            if (state.SwallowedUntil(direction) is { } restored)
            {
                await SwallowAsync(from, piece, length, restored);
                throw new OperationCanceledException("The connection lost bytes.");
            }

            if (length == 0)
            {
                to.Shutdown(SocketShutdown.Send);
                return;
            }

            if (state.Delay is var delay && delay > TimeSpan.Zero)
                await Task.Delay(delay, TimeProvider.System, _reset.Token);
            for (var sent = 0; sent < length;)
                sent += await to.SendAsync(piece.AsMemory(sent, length - sent), SocketFlags.None, _reset.Token);
        }
    }

    /// <summary>Zero at the end of the stream. A link that swallows hides a reset, too.</summary>
    private async Task<int> ReadAsync(Socket from, Memory<byte> piece, LinkDirection direction)
    {
        try
        {
            return await from.ReceiveAsync(piece, SocketFlags.None, _reset.Token);
        }
        catch (SocketException) when (state.SwallowedUntil(direction) is { } restored)
        {
            await restored.WaitAsync(_reset.Token);
            throw;
        }
    }

    /// <summary>Goes on reading, so that the sender doesn't notice, until the link is restored.</summary>
    private async Task SwallowAsync(Socket from, Memory<byte> piece, int length, Task restored)
    {
        try
        {
            while (length > 0 && !restored.IsCompleted)
            {
                var reading = from.ReceiveAsync(piece, SocketFlags.None, _reset.Token).AsTask();
                if (await Task.WhenAny(reading, restored) == restored)
                    return;
                length = await reading;
            }
        }
        catch (SocketException)
        {
            // The sender has gone; the other side is not to know yet.
        }

        await restored.WaitAsync(_reset.Token);
    }

    /// <summary>Closing then sends a reset instead of an orderly end.</summary>
    private static void Abort(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Nothing to reset.
        }
    }
}
