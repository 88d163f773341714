namespace MultiBot.Telegram.Bots;

/// <summary>Which message a text answers (core.telegram.org/bots/api#replyparameters). Should it be gone, the text is sent all the same.</summary>
internal sealed record ReplyRequest
{
    public required int MessageId { get; init; }
    public bool AllowSendingWithoutReply { get; } = true;

    /// <summary>Telegram's ids have 31 bits; what is none is answered to nothing.</summary>
    public static ReplyRequest? To(long? message) => message is > 0 and <= int.MaxValue and var id ? new ReplyRequest { MessageId = (int)id } : null;
}
