namespace MultiBot.Sandbox.World;

/// <summary>
/// Files that people sent to a bot, by the path that getFile answers. The newest are kept, as Telegram forgets old ones too. Guarded by its bot's gate.
/// </summary>
internal sealed class FileShelf
{
    private const int Kept = 100;

    private readonly Queue<string> order = new();
    private readonly Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);

    public void Put(string fileId, byte[] content)
    {
        if (contents.TryAdd(PathOf(fileId), content))
            order.Enqueue(PathOf(fileId));
        if (order.Count > Kept)
            contents.Remove(order.Dequeue());
    }

    public static string PathOf(string fileId) => $"files/{fileId}";

    public byte[]? Find(string path) => contents.GetValueOrDefault(path);
}
