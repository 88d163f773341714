using System.Threading.Channels;

namespace MultiBot.Storage.Events;

/// <summary>Tells that events may have been written. Any number of times until somebody takes notice is once.</summary>
internal sealed class EventSignal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Raise() => _raised.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellation) => await _raised.Reader.ReadAsync(cancellation);
}
