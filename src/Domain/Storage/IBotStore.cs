using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Storage;

/// <summary>The registry of bots and templates. Called by ManagerGrain and BotGrain; secrets are sealed on their way in.</summary>
public interface IBotStore
{
    /// <summary>Null when no such bot was ever registered or its data was erased; a removed bot is found with <see cref="BotRecord.RemovedAt"/>.</summary>
    Task<BotRecord?> FindAsync(BotId bot, CancellationToken cancellation);

    /// <summary>False when the id is taken, by a removed bot too: its id stays reserved until its data is erased. Writes <c>BotRegistered</c>.</summary>
    Task<bool> AddAsync(BotRecord bot, CancellationToken cancellation);

    /// <summary>
    /// Replaces the configuration; with <paramref name="newAccount"/> the name of the account before is forgotten. Null: revision is not
    /// <paramref name="expectedRevision"/> (or the bot is gone). Writes <c>BotConfigChanged</c>.
    /// </summary>
    Task<BotRecord?> ReplaceAsync(BotConfig config, string ownJson, bool newAccount, long? expectedRevision, CancellationToken cancellation);

    /// <summary>Whether the bot should run: survives restarts.</summary>
    Task<bool> SetShouldRunAsync(BotId bot, bool shouldRun, CancellationToken cancellation);

    /// <summary>Removes a bot; with <paramref name="erase"/> every row of it, in chunks. Writes <c>BotRemoved</c>.</summary>
    Task<bool> RemoveAsync(BotId bot, bool erase, CancellationToken cancellation);

    /// <summary>Stores what BotGrain reports, guarded by epoch; false when stale. With <paramref name="event"/> (such as <c>BotStarted</c>) the event is in the same transaction.</summary>
    Task<bool> SetStatusAsync(BotId bot, long epoch, BotState state, string? @event, CancellationToken cancellation);

    Task<TemplateRecord?> FindTemplateAsync(string name, CancellationToken cancellation);

    /// <summary>Null when <paramref name="expectedRevision"/> does not hold.</summary>
    Task<TemplateRecord?> PutTemplateAsync(string name, string json, long? expectedRevision, CancellationToken cancellation);

    /// <summary>False when there is none, or a bot still names it.</summary>
    Task<bool> DeleteTemplateAsync(string name, CancellationToken cancellation);

    /// <summary>Bots that name the template, to apply a change live.</summary>
    Task<IReadOnlyList<BotId>> ReadTemplateUsersAsync(string name, CancellationToken cancellation);
}

public sealed record TemplateRecord(string Name, string Json, long Revision, DateTimeOffset UpdatedAt);

/// <summary>What a bot is doing, as its grain last reported.</summary>
public sealed record BotState
{
    public required BotStatus Status { get; init; }
    public string? Silo { get; init; }

    /// <summary>A code of docs/errors.md.</summary>
    public string? LastError { get; init; }
    public string? Username { get; init; }

    /// <summary>How long it will be before the session tries again; told by the event, not stored.</summary>
    public TimeSpan? Wait { get; init; }
}
