using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.Control;

/// <summary>Ids of what a person did; <c>UpdateId</c> is null when the bot did not ask for this kind of update.</summary>
internal sealed record ActAnswer(long ChatId, int? Id, int? UpdateId);

/// <summary>One message as the people of a chat see it.</summary>
internal sealed record EntryAnswer(
    int Id, string From, string? Text, DateTimeOffset At, string? Kind, DateTimeOffset? EditedAt, bool? Deleted, int? ReplyTo, long? PersonId, TextMark[]? Entities);

internal sealed record ChatAnswer(
    long ChatId, string Type, string? Name, int Entries, int FromBot, bool Blocked, string? Action, DateTimeOffset? LastAt, long? MigratedTo);

internal sealed record BotAnswer(
    long Bot, string FirstName, string Username, bool Revoked, int Chats, int Pending, int NextUpdateId, long? OpenPoll, string? Webhook);

internal sealed record PersonAnswer(long Id, string FirstName, string? LastName, string? Username, string? LanguageCode);

internal sealed record FaultAnswer(
    int Id,
    string Kind,
    string? Method,
    long? Bot,
    long? ChatId,
    string When,
    double Rate,
    int? Count,
    int? RetryAfter,
    int? DelayMs,
    string? Description,
    long? MigrateToChatId,
    bool? NewId,
    long Fired);

internal sealed record OkAnswer(bool Ok);

/// <summary>A refusal (RFC 9457): <c>Code</c> is stable, <c>Detail</c> is for people, <c>Index</c> tells which of an array.</summary>
internal sealed record ProblemAnswer(int Status, string Title, string Code, string Detail, int? Index = null);
