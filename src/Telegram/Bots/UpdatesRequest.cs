namespace MultiBot.Telegram.Bots;

/// <summary>
/// getUpdates with the updates left as JSON: the library's own request fails as a whole when it can't read one of them, and
/// the same batch would come back for ever.
/// </summary>
internal sealed class UpdatesRequest() : JsonRequest("getUpdates")
{
    /// <summary>The most Telegram hands out at once.</summary>
    private const int LargestBatch = 100;

    public long? Offset { get; init; }
    public int Limit { get; init; } = LargestBatch;

    /// <summary>Seconds.</summary>
    public int Timeout { get; init; }

    /// <summary>Always told: otherwise what an earlier program asked for stays in force.</summary>
    public string[] AllowedUpdates { get; init; } = ["message", "edited_message", "my_chat_member"];
}
