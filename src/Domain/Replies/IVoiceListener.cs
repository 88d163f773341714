using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Replies;

/// <summary>Turns what people say into words. Called by GirlGrain before it asks for a reply, outside of any turn that blocks others; may be called at once for many messages.</summary>
public interface IVoiceListener
{
    /// <summary>Something is said in it, and it is neither too long nor too large.</summary>
    bool CanHear(InboxMessage message);

    /// <summary>
    /// The words, storable and of bounded length; null when they are not to be had: the file is gone, the model or its endpoint failed, nothing
    /// was said, no tokens are left. May be called again. Never throws for any of this.
    /// </summary>
    Task<string?> HearAsync(VoiceRequest request);
}

/// <summary>A message to be listened to: one bot, one chat.</summary>
public sealed record VoiceRequest
{
    public required BotConfig Bot { get; init; }
    public required ChatId Chat { get; init; }
    public required InboxMessage Message { get; init; }
    public required IMediaSource Media { get; init; }
}
