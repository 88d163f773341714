using MultiBot.Domain.Approvals;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Bots;
using MultiBot.Grains.Abstractions.Events;

namespace MultiBot.Grains.Abstractions.Manager;

/// <summary>The registry's door: registers, changes, removes, starts and stops bots. One in the cluster; never on the message path.</summary>
[Alias("multibot.IManagerGrain")]
public interface IManagerGrain : IGrainWithStringKey
{
    /// <summary>Registers a bot from its JSON and starts it. 409 <c>bot.exists</c> when the id is taken.</summary>
    [Alias("RegisterBot")]
    Task<Answer<BotView>> RegisterBot(BotWrite write);

    /// <summary>Replaces or merge-patches a configuration and applies it live.</summary>
    [Alias("ChangeBot")]
    Task<Answer<BotView>> ChangeBot(BotId bot, BotWrite write);

    /// <summary>Stops and removes a bot; its id stays reserved unless its data is erased.</summary>
    [Alias("RemoveBot")]
    Task<Answer<BotView>> RemoveBot(BotId bot, bool erase);

    [Alias("GetBot")]
    Task<Answer<BotView>> GetBot(BotId bot, bool effective);

    [Alias("GetBotStatus")]
    Task<Answer<BotListItem>> GetBotStatus(BotId bot);

    [Alias("ListBots")]
    Task<Answer<Page<BotListItem>>> ListBots(BotQuery query);

    [Alias("StartBot")]
    Task<Answer<BotReport>> StartBot(BotId bot);

    [Alias("StopBot")]
    Task<Answer<BotReport>> StopBot(BotId bot);

    [Alias("RestartBot")]
    Task<Answer<BotReport>> RestartBot(BotId bot);

    /// <summary>One answer per bot, in id order; bots are worked on side by side.</summary>
    [Alias("Batch")]
    Task<Answer<BatchAnswer>> Batch(BatchCommand command);

    [Alias("PutTemplate")]
    Task<Answer<TemplateView>> PutTemplate(string name, string json, long? expectedRevision);

    [Alias("GetTemplate")]
    Task<Answer<TemplateView>> GetTemplate(string name);

    [Alias("DeleteTemplate")]
    Task<Answer<TemplateView>> DeleteTemplate(string name);

    [Alias("GetCluster")]
    Task<ClusterView> GetCluster();
}

/// <summary>Lists for the console, answered by any silo from the read-only query ports.</summary>
[Alias("multibot.IQueriesGrain")]
public interface IQueriesGrain : IGrainWithStringKey
{
    [Alias("ListChats")]
    Task<Answer<Page<ChatListItem>>> ListChats(BotId bot, string? after, int limit);

    [Alias("GetChat")]
    Task<Answer<ChatListItem>> GetChat(ChatKey key);

    [Alias("ListMessages")]
    Task<Answer<Page<MessageItem>>> ListMessages(ChatKey key, string? after, int limit, bool newestFirst);

    /// <summary>What the persona wrote in a chat for an operator to look at, newest first.</summary>
    [Alias("ListDrafts")]
    Task<Answer<Page<DraftItem>>> ListDrafts(ChatKey key, string? after, int limit);

    [Alias("ListParked")]
    Task<Answer<Page<ParkedItem>>> ListParked(BotId bot, string? after, int limit);

    /// <summary>One message that waits for an operator; 404 when it doesn't (any more).</summary>
    [Alias("GetParked")]
    Task<Answer<ParkedItem>> GetParked(BotId bot, long messageId);

    [Alias("ListTemplates")]
    Task<Answer<Page<TemplateView>>> ListTemplates(string? after, int limit);

    /// <summary>Follows the event log, call after call: any silo goes on from the position of the answer before.</summary>
    [Alias("FollowEvents")]
    Task<Answer<EventBatch>> FollowEvents(EventFollow follow);
}

[GenerateSerializer, Immutable, Alias("multibot.bot-write")]
public sealed record BotWrite
{
    /// <summary>A bot's configuration, or a merge patch (RFC 7396) of it.</summary>
    [Id(0)] public required string Json { get; init; }
    [Id(1)] public bool Merge { get; init; }
    [Id(2)] public long? ExpectedRevision { get; init; }

    /// <summary>The discovery file that owns the bot. A bot owned by a file is changed by that file only.</summary>
    [Id(3)] public string? Source { get; init; }

    /// <summary>Consent to remove a webhook that is set at Telegram; without it such a bot reports <c>telegram.webhook_set</c>.</summary>
    [Id(4)] public bool RemoveWebhook { get; init; }
}

/// <summary>A bot as operators see it. Secrets are masked in <see cref="Json"/>.</summary>
[GenerateSerializer, Immutable, Alias("multibot.bot-view")]
public sealed record BotView
{
    [Id(0)] public required BotId BotId { get; init; }
    [Id(1)] public required string Json { get; init; }
    [Id(2)] public required long Revision { get; init; }
    [Id(3)] public string? Source { get; init; }

    /// <summary>Telegram's id of the account: the number before the colon of a token. No secret.</summary>
    [Id(4)] public long? AccountId { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.template-view")]
public sealed record TemplateView
{
    [Id(0)] public required string Name { get; init; }
    [Id(1)] public required string Json { get; init; }
    [Id(2)] public required long Revision { get; init; }
}

public enum BatchAction : byte
{
    Start,
    Stop,
    Restart,
    Patch,
    Remove,
}

[GenerateSerializer, Immutable, Alias("multibot.batch-command")]
public sealed record BatchCommand
{
    /// <summary>Either these ids …</summary>
    [Id(0)] public BotId[]? Ids { get; init; }

    /// <summary>… or every bot with this tag.</summary>
    [Id(1)] public string? Tag { get; init; }
    [Id(2)] public required BatchAction Action { get; init; }

    /// <summary>The merge patch of <see cref="BatchAction.Patch"/>.</summary>
    [Id(3)] public string? Patch { get; init; }
    [Id(4)] public bool Erase { get; init; }

    /// <summary>Only bots among these may be touched (a key's list). Null: all.</summary>
    [Id(5)] public BotId[]? Among { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.batch-answer")]
public sealed record BatchAnswer
{
    [Id(0)] public required BatchItem[] Items { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.batch-item")]
public sealed record BatchItem
{
    [Id(0)] public required BotId BotId { get; init; }

    /// <summary>Null: done.</summary>
    [Id(1)] public Problem? Problem { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.cluster-view")]
public sealed record ClusterView
{
    [Id(0)] public required SiloView[] Silos { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.silo-view")]
public sealed record SiloView
{
    [Id(0)] public required string Name { get; init; }
    [Id(1)] public required string Address { get; init; }
    [Id(2)] public required int HttpPort { get; init; }
    [Id(3)] public required string Status { get; init; }
    [Id(4)] public required int Bots { get; init; }
    [Id(5)] public required DateTimeOffset StartedAt { get; init; }
}
