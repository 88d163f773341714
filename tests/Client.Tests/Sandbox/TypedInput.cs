using System.Threading.Channels;

namespace MultiBot.Client.Tests.Sandbox;

/// <summary>A keyboard: lines come when the test types them.</summary>
internal sealed class TypedInput : TextReader
{
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();

    public void Type(string line) => lines.Writer.TryWrite(line);

    public void End() => lines.Writer.Complete();

    public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        await lines.Reader.WaitToReadAsync(cancellationToken) && lines.Reader.TryRead(out var line) ? line : null;
}
