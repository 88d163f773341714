using MultiBot.Domain.Budgets;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Notices;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Storage.Tests.Fixtures;

/// <summary>An empty, started storage of one provider. The contract suite knows nothing else of it.</summary>
public interface IStoreFixture : IAsyncDisposable
{
    /// <summary>The database's clock.</summary>
    StoreClock Clock { get; }
    IConversationStore Conversations { get; }
    IBotStore Bots { get; }
    IQueries Queries { get; }
    ILeases Leases { get; }
    IEventLog Events { get; }
    IEventRetention Retention { get; }
    ISubscriptions Subscriptions { get; }
    ITokenLedger Ledger { get; }
    IDeadEvents Dead { get; }
    INotices Notices { get; }
    IApiKeyStore Keys { get; }
    IDoNotContact DoNotContact { get; }
    IMessageRetention MessageRetention { get; }
    IWebhookStore Webhooks { get; }
    ISecretBox Box { get; }

    /// <summary>Whether any value of any row holds this text, as text or within bytes.</summary>
    Task<bool> ContainsAsync(string text);
}
