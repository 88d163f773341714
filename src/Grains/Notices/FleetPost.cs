using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Notices;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions.Notices;
using MultiBot.Grains.Webhooks;

namespace MultiBot.Grains.Notices;

/// <summary>The ways by which digests go out, as they are configured.</summary>
internal sealed partial class FleetPost(
    NoticeCourier courier, WebhookSilo webhooks, IOptions<NoticesOptions> notices, IOptions<FleetNoticesOptions> options, ILogger<FleetPost> logger)
{
    private readonly WebhookSettings? _address = options.Value.Address;

    /// <summary>There is no list in which a refused digest would be found again: it is tried for as long as one that nobody answers to.</summary>
    private readonly DeliveryPatience _patience = webhooks.Patience with { RefusalTries = int.MaxValue };

    private readonly Random _random = new();

    public NoticeRules Rules { get; } = notices.Value.Rules with { Every = options.Value.Every };

    public ChatKey? Chat { get; } = options.Value.Chat;

    public IReadOnlyList<NoticeWay> Ways { get; } =
        [.. options.Value.Chat is null ? [] : (NoticeWay[])[NoticeWay.Chat], .. options.Value.Address is null ? [] : (NoticeWay[])[NoticeWay.Webhook]];

    /// <summary>Hands a digest over, or looks where it stands. A way that is not configured any more wants nothing.</summary>
    /// <returns>What is known of it, and when to look again where it waits.</returns>
    public Task<(NoticeFate Fate, TimeSpan Pause)> SendAsync(PendingDigest digest, NoticeWay way) => (way, Chat, _address) switch
    {
        (NoticeWay.Chat, { } chat, _) => HandOverAsync(digest, chat),
        (NoticeWay.Webhook, _, { } settings) => CallAsync(digest, settings),
        _ => Task.FromResult((NoticeFate.Unwanted, TimeSpan.Zero)),
    };

    private async Task<(NoticeFate Fate, TimeSpan Pause)> HandOverAsync(PendingDigest digest, ChatKey chat)
    {
        var fate = await courier.HandOverAsync(chat, new NoticeMessage { Id = digest.Id, Text = digest.Text, ExpiresAt = digest.At + Rules.StaleAfter });
        return (fate, digest.Pause(Rules));
    }

    private async Task<(NoticeFate Fate, TimeSpan Pause)> CallAsync(PendingDigest digest, WebhookSettings settings)
    {
        var outcome = await webhooks.Sender.SendAsync(settings, FleetBody.MessageId(digest), FleetBody.Write(digest), CancellationToken.None);
        var age = webhooks.Time.GetUtcNow() - digest.At;
        switch (_patience.Judge(outcome, digest.Looks, age, isObstacle: false, _random.NextDouble()))
        {
            case DeliveryVerdict.Again again:
                if (digest.Looks == 0) Refused(settings.Place, outcome.Code, again.Pause.TotalSeconds);
                return (NoticeFate.Waits, again.Pause);
            case DeliveryVerdict.Dead dead:
                GivenUp(settings.Place, dead.Reason);
                return (NoticeFate.TakenBack, TimeSpan.Zero);
            case DeliveryVerdict.Off:
                Gone(settings.Place);
                return (NoticeFate.Unwanted, TimeSpan.Zero);
            default:
                return (NoticeFate.Left, TimeSpan.Zero);
        }
    }

    [LoggerMessage(EventName = "notices.fleet_again", Level = LogLevel.Warning, Message = "The digest of all bots: {Place} did not take it ({Code}); trying again in {Seconds:0.0} s.")]
    private partial void Refused(string place, string? code, double seconds);

    [LoggerMessage(EventName = "notices.fleet_taken_back", Level = LogLevel.Warning, Message = "The digest of all bots: {Place} did not take it in time ({Reason}); the next one tells what it said.")]
    private partial void GivenUp(string place, string reason);

    [LoggerMessage(EventName = "notices.fleet_gone", Level = LogLevel.Warning, Message = "The digest of all bots: {Place} does not want it; the next one is tried again.")]
    private partial void Gone(string place);
}
