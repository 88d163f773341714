using Microsoft.Extensions.Options;
using MultiBot.Domain.Notices;

namespace MultiBot.Grains.Notices;

/// <summary>What those who write notices share on this silo.</summary>
public sealed class NoticesSilo
{
    internal NoticesSilo(INotices kept, NoticeCourier courier, FleetPost fleet, IOptions<NoticesOptions> options) =>
        (Kept, Courier, Fleet, Options) = (kept, courier, fleet, options.Value);

    internal INotices Kept { get; }
    internal NoticeCourier Courier { get; }
    internal FleetPost Fleet { get; }
    internal NoticesOptions Options { get; }
}
