using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Privacy;

/// <summary>
/// Persons whom no bot of the cluster may write to. Kept as keyed hashes: the list tells of nobody who they are, nor which bots know them.
/// Every turn and every claim looks a person up in its own transaction. Called by the API and the console; may throw <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IDoNotContact
{
    /// <summary>The entry a person has or would have.</summary>
    string IdOf(ChatId person);

    /// <summary>Adds a person, or replaces note and end of the entry that is there.</summary>
    Task<DoNotContactEntry> PutAsync(ChatId person, string? note, DateTimeOffset? expiresAt, CancellationToken cancellation);

    /// <summary>Null: no such entry. One that has run out is found until it is removed.</summary>
    Task<DoNotContactEntry?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>False when there is no such entry.</summary>
    Task<bool> RemoveAsync(string id, CancellationToken cancellation);

    /// <summary>In the order of ids, which says nothing about persons.</summary>
    /// <exception cref="FormatException">The cursor is not one of ours.</exception>
    Task<Page<DoNotContactEntry>> ListAsync(string? after, int limit, CancellationToken cancellation);
}

/// <summary>One person on the list.</summary>
[GenerateSerializer, Immutable, Alias("multibot.do-not-contact-entry")]
public sealed record DoNotContactEntry
{
    /// <summary>The keyed hash, in hexadecimal digits.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What the operator wrote beside it; kept sealed.</summary>
    [Id(1)] public string? Note { get; init; }
    [Id(2)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>It holds no more from here on. Null: for good.</summary>
    [Id(3)] public DateTimeOffset? ExpiresAt { get; init; }
}
