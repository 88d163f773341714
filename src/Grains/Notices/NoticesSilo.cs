using Microsoft.Extensions.Options;
using MultiBot.Domain.Notices;

namespace MultiBot.Grains.Notices;

/// <summary>What those who write notices share on this silo.</summary>
public sealed class NoticesSilo
{
    internal NoticesSilo(INotices kept, NoticeCourier courier, IOptions<NoticesOptions> options) => (Kept, Courier, Options) = (kept, courier, options.Value);

    internal INotices Kept { get; }
    internal NoticeCourier Courier { get; }
    internal NoticesOptions Options { get; }
}
