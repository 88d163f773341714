using MultiBot.Domain.Messages;

namespace MultiBot.Storage.Messages;

/// <summary>A message without a state of its own is answered when the chat's watermark has reached it.</summary>
internal static class Watermark
{
    public static InboxState StateOf(InboxState stored, long id, long answeredUpTo) =>
        stored is not InboxState.ByWatermark ? stored : id <= answeredUpTo ? InboxState.Answered : InboxState.Received;
}
