namespace MultiBot.Storage.Secrets;

/// <summary>A bot's data key in the clear. Never leaves this folder.</summary>
internal sealed record DataKey(int Version, byte[] Key)
{
    public const int Size = 32;

    public override string ToString() => $"data key v{Version}";
}
