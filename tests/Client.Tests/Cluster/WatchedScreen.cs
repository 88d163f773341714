namespace MultiBot.Client.Tests.Cluster;

/// <summary>A screen somebody reads along: each text that was waited for is told once it stands there.</summary>
internal sealed class WatchedScreen(params (string Text, Action Then)[] watched) : StringWriter
{
    private readonly Queue<(string Text, Action Then)> watched = new(watched);

    public override void Write(char[] buffer, int index, int count)
    {
        base.Write(buffer, index, count);
        Look();
    }

    public override void Write(string? value)
    {
        base.Write(value);
        Look();
    }

    public override void Write(char value)
    {
        base.Write(value);
        Look();
    }

    private void Look()
    {
        while (watched.TryPeek(out var next) && ToString().Contains(next.Text, StringComparison.Ordinal))
        {
            watched.Dequeue();
            next.Then();
        }
    }
}
