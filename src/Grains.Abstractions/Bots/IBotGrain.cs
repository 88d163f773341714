using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Sessions;
using Orleans.Concurrency;

namespace MultiBot.Grains.Abstractions.Bots;

/// <summary>
/// One bot: holds its lease and its Telegram session, stores what arrives, nudges its chats, sends what they say. Key: bot id. What
/// answers <c>lease.held_elsewhere</c> came to an activation that has outlived its lease and makes room: the same call finds the right one.
/// </summary>
[Alias("multibot.IBotGrain")]
public interface IBotGrain : IGrainWithStringKey
{
    /// <summary>Opens the session unless it is open. Completes when the session was started, not when it is connected. Called again by the supervisor.</summary>
    [Alias("Start")]
    Task<Answer<BotReport>> Start();

    /// <summary>Closes the session; what is on its way is settled or stays for the next start.</summary>
    [Alias("Stop")]
    Task<Answer<BotReport>> Stop();

    [Alias("Restart")]
    Task<Answer<BotReport>> Restart();

    /// <summary>Reads the configuration anew and applies it live; the session is made anew only when its own settings changed.</summary>
    [Alias("Reconfigure")]
    Task<Answer<BotReport>> Reconfigure();

    /// <summary>Lets go for good: session closed, lease released, deactivated.</summary>
    [Alias("Remove")]
    Task<Answer<BotReport>> Remove();

    /// <summary>
    /// Leaves this silo: nothing more is received, what is on its way is finished and recorded, then the lease goes to the incarnation
    /// <paramref name="to"/>, or becomes free. False: the lease is not ours any more, or the other does not live; the bot runs on as it did.
    /// Called by the silo that holds the bot.
    /// </summary>
    [Alias("HandOver")]
    Task<bool> HandOver(Guid? to);

    [Alias("GetReport")]
    Task<BotReport> GetReport();

    /// <summary>What a GirlGrain works with: epoch and effective configuration; answered while the bot waits for that chat, too. Null when the bot is not registered or its lease can't be had.</summary>
    [Alias("GetBrief"), AlwaysInterleave]
    Task<BotBrief?> GetBrief();

    /// <summary>From the session: stores a batch with its cursor. False when the session is superseded. Throws when it could not be stored; deliver again.</summary>
    [Alias("Receive")]
    Task<bool> Receive(long epoch, long sessionNumber, UpdateBatch batch);

    /// <summary>From the session: its state changed.</summary>
    [Alias("Report")]
    Task Report(long epoch, long sessionNumber, SessionReport report);

    /// <summary>From the silo's watch: this session no longer receives and is replaced.</summary>
    [Alias("Revive")]
    Task Revive(long epoch, long sessionNumber);

    /// <summary>From a GirlGrain: sends a row that stands as <c>sending</c> in the store, once. A stale epoch answers <c>SessionLost</c>.</summary>
    [Alias("Send"), AlwaysInterleave]
    Task<SendOutcome> Send(long epoch, OutgoingMessage message);

    /// <summary>From a GirlGrain: fetches what a person sent. Null when it is not to be had.</summary>
    [Alias("Download"), AlwaysInterleave]
    Task<MediaFile?> Download(string fileId, int maxBytes);

    /// <summary>Best effort, carries no message.</summary>
    [Alias("ShowTyping"), OneWay, AlwaysInterleave]
    Task ShowTyping(ChatId chat);

    /// <summary>Best effort, carries no message.</summary>
    [Alias("MarkRead"), OneWay, AlwaysInterleave]
    Task MarkRead(ChatId chat, long upToSourceId);
}

/// <summary>What a bot is doing, live.</summary>
[GenerateSerializer, Immutable, Alias("multibot.bot-report")]
public sealed record BotReport
{
    [Id(0)] public required BotId BotId { get; init; }
    [Id(1)] public required BotStatus Status { get; init; }
    [Id(2)] public string? Silo { get; init; }
    [Id(3)] public long Epoch { get; init; }
    [Id(4)] public string? LastError { get; init; }
    [Id(5)] public DateTimeOffset? RetryAt { get; init; }
    [Id(6)] public string? Username { get; init; }
}

/// <summary>The bot as its chats need it.</summary>
[GenerateSerializer, Immutable, Alias("multibot.bot-brief")]
public sealed record BotBrief
{
    [Id(0)] public required long Epoch { get; init; }
    [Id(1)] public required long Revision { get; init; }
    [Id(2)] public required BotConfig Config { get; init; }
    [Id(3)] public required SessionCapabilities Capabilities { get; init; }

    /// <summary>False while the bot is stopped: nothing is generated or sent.</summary>
    [Id(4)] public required bool Running { get; init; }
}
