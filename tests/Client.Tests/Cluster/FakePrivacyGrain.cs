using System.Globalization;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Privacy;
using Orleans.Concurrency;

namespace MultiBot.Client.Tests.Cluster;

/// <summary>Exports and the list over the same dictionaries; a page holds one message.</summary>
[StatelessWorker, Reentrant]
public sealed class FakePrivacyGrain(FakeCluster cluster) : Grain, IPrivacyGrain
{
    public static string IdOf(long person) => person.ToString(CultureInfo.InvariantCulture).PadLeft(64, 'a');

    public Task<Answer<ChatExportHead>> BeginExport(ChatKey key) => Task.FromResult<Answer<ChatExportHead>>(
        cluster.Bots[key.Bot.Value].Chats.TryGetValue(key.Chat.Value, out var chat)
            ? new ChatExportHead { Key = key, Chat = chat }
            : Problem.NotFound("chat.not_found", $"There is no chat {key.Chat}."));

    public Task<Answer<Page<DecisionItem>>> ListDecisions(ChatKey key, string? after, int limit) =>
        Task.FromResult<Answer<Page<DecisionItem>>>(new Page<DecisionItem> { Items = [] });

    public Task<Answer<Page<DraftItem>>> ListDrafts(ChatKey key, string? after, int limit) =>
        Task.FromResult<Answer<Page<DraftItem>>>(new Page<DraftItem> { Items = [.. cluster.Bots[key.Bot.Value].Drafts] });

    public Task<Answer<Page<HeldMessage>>> ListHeld(ChatKey key, string? after, int limit)
    {
        var at = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
        var messages = cluster.Bots[key.Bot.Value].Messages;
        return Task.FromResult<Answer<Page<HeldMessage>>>(new Page<HeldMessage>
        {
            Items = [.. messages.Skip(at).Take(1).Select(Held)],
            Next = at + 1 < messages.Count ? (at + 1).ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    public Task<Answer<Page<DoNotContactEntry>>> ListDoNotContact(string? after, int limit) => Task.FromResult<Answer<Page<DoNotContactEntry>>>(
        new Page<DoNotContactEntry> { Items = [.. cluster.DoNotContact.Values.OrderBy(entry => entry.Id, StringComparer.Ordinal)] });

    public Task<Answer<DoNotContactEntry>> FindDoNotContact(DoNotContactRef which) => throw new NotSupportedException("The console asks for lists.");

    public Task<Answer<DoNotContactEntry>> PutDoNotContact(DoNotContactWrite write)
    {
        var entry = new DoNotContactEntry { Id = IdOf(write.Person), Note = write.Note, CreatedAt = TestTimes.Noon, ExpiresAt = write.ExpiresAt };
        cluster.DoNotContact[entry.Id] = entry;
        return Task.FromResult<Answer<DoNotContactEntry>>(entry);
    }

    public Task<Answer<DoNotContactEntry>> RemoveDoNotContact(DoNotContactRef which) => Task.FromResult<Answer<DoNotContactEntry>>(
        cluster.DoNotContact.TryRemove(which.Id ?? IdOf(which.Person!.Value), out var entry)
            ? entry
            : Problem.NotFound(PrivacyCodes.EntryUnknown, "No such person or entry is on the list."));

    private static HeldMessage Held(MessageItem message) => new()
    {
        Id = message.Id, Outgoing = message.Outgoing, IsEdit = false, Kind = message.Kind, Text = message.Text, At = message.At, StoredAt = message.At, By = message.By,
        Inbox = message.Inbox, Outbox = message.Outbox,
    };
}
