using MultiBot.Domain.Approvals;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Abstractions.Privacy;

/// <summary>What people may ask for: a copy of what is held of them, and to be written to by no bot. Any silo answers.</summary>
[Alias("multibot.IPrivacyGrain")]
public interface IPrivacyGrain : IGrainWithStringKey
{
    /// <summary>All that is held but for the messages.</summary>
    [Alias("BeginExport")]
    Task<Answer<ChatExportHead>> BeginExport(ChatKey key);

    /// <summary>Why the bot wrote to the person or stayed silent, newest first.</summary>
    [Alias("ListDecisions")]
    Task<Answer<Page<DecisionItem>>> ListDecisions(ChatKey key, string? after, int limit);

    /// <summary>What the persona wrote and an operator was to look at, newest first.</summary>
    [Alias("ListDrafts")]
    Task<Answer<Page<DraftItem>>> ListDrafts(ChatKey key, string? after, int limit);

    /// <summary>The messages, every version of each, oldest first.</summary>
    [Alias("ListHeld")]
    Task<Answer<Page<HeldMessage>>> ListHeld(ChatKey key, string? after, int limit);

    [Alias("ListDoNotContact")]
    Task<Answer<Page<DoNotContactEntry>>> ListDoNotContact(string? after, int limit);

    [Alias("FindDoNotContact")]
    Task<Answer<DoNotContactEntry>> FindDoNotContact(DoNotContactRef which);

    /// <summary>Adds a person, or replaces note and end of the entry that is there. It holds at once, for messages that wait to be sent too.</summary>
    [Alias("PutDoNotContact")]
    Task<Answer<DoNotContactEntry>> PutDoNotContact(DoNotContactWrite write);

    /// <summary>The answer is the entry that is gone.</summary>
    [Alias("RemoveDoNotContact")]
    Task<Answer<DoNotContactEntry>> RemoveDoNotContact(DoNotContactRef which);
}

/// <summary>An entry, by the person or by its id.</summary>
[GenerateSerializer, Immutable, Alias("multibot.do-not-contact-ref")]
public sealed record DoNotContactRef
{
    [Id(0)] public long? Person { get; init; }
    [Id(1)] public string? Id { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.do-not-contact-write")]
public sealed record DoNotContactWrite
{
    /// <summary>Telegram's id of the person, which is that of the private chat with them.</summary>
    [Id(0)] public required long Person { get; init; }
    [Id(1)] public string? Note { get; init; }
    [Id(2)] public DateTimeOffset? ExpiresAt { get; init; }
}
