using Microsoft.Extensions.Options;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Notices;
using MultiBot.Grains.Abstractions.Notices;

namespace MultiBot.Grains.Notices;

/// <summary>The ways by which digests go out, as they are configured.</summary>
internal sealed class FleetPost(NoticeCourier courier, IOptions<NoticesOptions> options)
{
    public ChatKey? Chat { get; } = options.Value.Fleet.Chat;

    public IReadOnlyList<NoticeWay> Ways => Chat is null ? [] : [NoticeWay.Chat];

    /// <summary>Hands a digest over, or looks where it stands. A way that is not configured any more wants nothing.</summary>
    public Task<NoticeFate> SendAsync(PendingDigest digest, NoticeWay way, DateTimeOffset staleAt) => way switch
    {
        NoticeWay.Chat when Chat is { } chat => courier.HandOverAsync(chat, new NoticeMessage { Id = digest.Id, Text = digest.Text, ExpiresAt = staleAt }),
        _ => Task.FromResult(NoticeFate.Unwanted),
    };
}
