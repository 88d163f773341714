using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Privacy;
using MultiBot.Grains.Manager;
using Orleans.Concurrency;

namespace MultiBot.Grains.Privacy;

/// <summary>Exports and the list of persons whom no bot may write to, for API and console alike. Holds nothing: the store is looked up by every turn and claim.</summary>
[StatelessWorker, Reentrant]
internal sealed class PrivacyGrain(IQueries queries, IDoNotContact list, TimeProvider time) : Grain, IPrivacyGrain
{
    private const int LongestNote = 500;

    public async Task<Answer<ChatExportHead>> BeginExport(ChatKey key)
    {
        if (await queries.FindChatAsync(key, CancellationToken.None) is not { } chat)
            return Problem.NotFound("chat.not_found", $"The bot «{key.Bot}» has no chat {key.Chat}.");
        var contact = await queries.ReadContactAsync(key, CancellationToken.None);
        var memory = contact.Memory;
        var plan = await queries.FindPlanAsync(key, CancellationToken.None);
        var entry = await list.FindAsync(list.IdOf(key.Chat), CancellationToken.None);
        return new ChatExportHead
        {
            Key = key,
            Chat = chat,
            Memory = memory.Memory == ContactMemory.Empty ? [] : MemoryJson.Write(memory.Memory),
            Notes = contact.Notes,
            Plan = plan is null ? null : new ExportedPlan { Action = AutonomyKinds.NameOf(plan.Kind), DueAt = plan.DueAt, About = plan.About },
            DoNotContact = entry is not null && !(entry.ExpiresAt <= time.GetUtcNow()),
        };
    }

    public Task<Answer<Page<DecisionItem>>> ListDecisions(ChatKey key, string? after, int limit) =>
        QueriesGrain.Paged(() => queries.ListDecisionsAsync(key.Bot, key.Chat, after, limit, CancellationToken.None));

    public Task<Answer<Page<DraftItem>>> ListDrafts(ChatKey key, string? after, int limit) =>
        QueriesGrain.Paged(() => queries.ListDraftsAsync(key, after, limit, CancellationToken.None));

    public Task<Answer<Page<HeldMessage>>> ListHeld(ChatKey key, string? after, int limit) =>
        QueriesGrain.Paged(() => queries.ListHeldAsync(key, after, limit, CancellationToken.None));

    public Task<Answer<Page<DoNotContactEntry>>> ListDoNotContact(string? after, int limit) =>
        QueriesGrain.Paged(() => list.ListAsync(after, limit, CancellationToken.None));

    public async Task<Answer<DoNotContactEntry>> FindDoNotContact(DoNotContactRef which) =>
        IdOf(which) is { } id && await list.FindAsync(id, CancellationToken.None) is { } entry ? entry : Unknown();

    public async Task<Answer<DoNotContactEntry>> PutDoNotContact(DoNotContactWrite write)
    {
        var note = write.Note is null ? null : StorableText.Clean(write.Note).Trim();
        if (write.Person == 0)
            return Refuse("/chatId", PrivacyCodes.PersonMissing, "Name the person by Telegram's id; it is never 0.");
        if (note?.Length > LongestNote)
            return Refuse("/note", PrivacyCodes.NoteTooLong, $"A note has at most {LongestNote} characters.");
        if (write.ExpiresAt <= time.GetUtcNow())
            return Refuse("/expiresAt", PrivacyCodes.ExpiryPast, "It lies in the past; leave it out for good.");
        return await list.PutAsync(new ChatId(write.Person), note is "" ? null : note, write.ExpiresAt, CancellationToken.None);
    }

    public async Task<Answer<DoNotContactEntry>> RemoveDoNotContact(DoNotContactRef which) =>
        IdOf(which) is { } id && await list.FindAsync(id, CancellationToken.None) is { } entry && await list.RemoveAsync(id, CancellationToken.None) ? entry : Unknown();

    private string? IdOf(DoNotContactRef which) => which.Id ?? (which.Person is { } person ? list.IdOf(new ChatId(person)) : null);

    private static Problem Unknown() => Problem.NotFound(PrivacyCodes.EntryUnknown, "No such person or entry is on the list.");

    private static Problem Refuse(string pointer, string code, string message) => Problem.Invalid(code, message, new FieldError(pointer, code, message));
}
