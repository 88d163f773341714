using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using MultiBot.SiloProcesses.Faults;

namespace MultiBot.ArmedSilo.Links;

/// <summary>
/// One connection: a pump for each direction between the wire and Orleans. As with a network that lost its way nothing arrives, not even
/// the end of the connection; once it lost bytes it is cut when the link is restored.
/// </summary>
internal sealed class SiloLink(ConnectionContext connection, LinkState state) : IDisposable
{
    private readonly IDuplexPipe _wire = connection.Transport;
    private readonly Pipe _said = new();
    private readonly Pipe _heard = new();
    private readonly CancellationTokenSource _over = new();

    /// <summary>Runs to the end of what Orleans does with the connection.</summary>
    public async Task RunAsync(ConnectionDelegate next)
    {
        connection.Transport = new Ends(_heard.Reader, _said.Writer);
        var pumps = Task.WhenAll(PumpAsync(_said.Reader, _wire.Output, LinkDirection.ToServer), PumpAsync(_wire.Input, _heard.Writer, LinkDirection.ToCaller));
        try
        {
            await next(connection);
        }
        finally
        {
            await _over.CancelAsync();
            await pumps;
            connection.Transport = _wire;
        }
    }

    public void Dispose() => _over.Dispose();

    /// <summary>Never throws: how a connection broke is told to the other end of the pipe.</summary>
    private async Task PumpAsync(PipeReader from, PipeWriter to, LinkDirection direction)
    {
        Exception? end = null;
        try
        {
            while (await PassAsync(from, to, direction))
            {
                // On to the next piece.
            }
        }
        catch (Exception broken)
        {
            end = broken;
        }

        await from.CompleteAsync(end);
        await to.CompleteAsync(end);
    }

    /// <summary>False at the end of the stream.</summary>
    private async Task<bool> PassAsync(PipeReader from, PipeWriter to, LinkDirection direction)
    {
        var read = await from.ReadAsync(_over.Token);
        if (state.SwallowedUntil(direction) is { } restored)
        {
            from.AdvanceTo(read.Buffer.End);
            await SwallowAsync(from, read.IsCompleted, restored.WaitAsync(_over.Token));
            connection.Abort();
            return false;
        }

        foreach (var piece in read.Buffer)
            to.Write(piece.Span);
        from.AdvanceTo(read.Buffer.End);
        var flushed = await to.FlushAsync(_over.Token);
        return !read.IsCompleted && !flushed.IsCompleted;
    }

    /// <summary>Goes on reading, so that the sender doesn't notice, until the link is restored.</summary>
    private async Task SwallowAsync(PipeReader from, bool ended, Task restored)
    {
        while (!ended && !restored.IsCompleted)
        {
            var reading = from.ReadAsync(_over.Token).AsTask();
            if (await Task.WhenAny(reading, restored) == restored)
                from.CancelPendingRead();
            var read = await reading;
            from.AdvanceTo(read.Buffer.End);
            ended = read.IsCompleted;
        }

        await restored;
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
