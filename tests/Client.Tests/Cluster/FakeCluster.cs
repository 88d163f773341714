using System.Collections.Concurrent;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Client.Tests.Cluster;

/// <summary>What the test silo's grains know. Shared by all tests: each takes bots of its own.</summary>
public sealed class FakeCluster
{
    private int lastId;

    public ConcurrentDictionary<string, FakeBot> Bots { get; } = new();

    public ConcurrentDictionary<string, TemplateView> Templates { get; } = new();

    public ConcurrentDictionary<string, WebhookView> Webhooks { get; } = new();

    public ConcurrentDictionary<long, DeadEvent> Dead { get; } = new();

    public ConcurrentDictionary<string, DoNotContactEntry> DoNotContact { get; } = new();

    public ConcurrentQueue<BatchCommand> Batches { get; } = new();

    public ConcurrentDictionary<string, string> SentTexts { get; } = new();

    public FakeEventLog Log { get; } = new();

    public int HttpPort { get; set; }

    /// <summary>An id no other test uses.</summary>
    public string NewId(string stem = "bot") => $"{stem}-{NewNumber()}";

    public int NewNumber() => Interlocked.Increment(ref lastId);

    public FakeBot Add(Action<FakeBot>? change = null)
    {
        var id = NewId();
        var bot = new FakeBot { Id = BotId.Parse(id), Json = $$$"""{"botId":"{{{id}}}","name":"Anna","telegram":{"kind":"bot","token":"***"}}""" };
        change?.Invoke(bot);
        Bots[id] = bot;
        return bot;
    }
}

public sealed class FakeBot
{
    public required BotId Id { get; init; }
    public required string Json { get; set; }
    public string[] Tags { get; set; } = [];
    public BotStatus Status { get; set; } = BotStatus.Running;
    public string? LastError { get; set; }
    public long Revision { get; set; } = 1;
    public long? AccountId { get; set; } = 100000;
    public BotWrite? LastWrite { get; set; }
    public bool Erased { get; set; }
    public Dictionary<long, ChatListItem> Chats { get; } = [];
    public List<MessageItem> Messages { get; } = [];
    public List<DraftItem> Drafts { get; } = [];
    public List<ParkedItem> Parked { get; } = [];

    /// <summary>When set, a restart waits for it.</summary>
    public TaskCompletionSource? Hang { get; set; }

    public FakeBot WithChat(long id, string name, ChatMode mode = ChatMode.Persona)
    {
        Chats[id] = new ChatListItem { ChatId = new ChatId(id), Name = name, Mode = mode, MessageCount = 2, LastActivityAt = TestTimes.Noon, Language = "en" };
        return this;
    }

    public FakeBot WithParked(long messageId, long chat, string text)
    {
        Parked.Add(new ParkedItem
        {
            ChatId = new ChatId(chat),
            Message = new MessageItem { Id = messageId, Outgoing = false, Text = text, At = TestTimes.Noon, Inbox = InboxState.Parked, By = Author.Contact, Code = "reply.failed", Attempts = 3 },
        });
        return this;
    }
}

public static class TestTimes
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
}
