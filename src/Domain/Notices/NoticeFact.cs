using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;

namespace MultiBot.Domain.Notices;

/// <summary>What an event means to those who look after bots.</summary>
public enum NoticeKind : byte
{
    /// <summary>The session is in trouble; <see cref="NoticeFact.Status"/> says in which.</summary>
    HealthCheckFailed,
    LoginRequired,
    FloodWaited,

    /// <summary>A message is parked, or one of ours was refused.</summary>
    ReplyFailed,

    /// <summary>The session runs (again).</summary>
    Started,

    /// <summary>By hand.</summary>
    Stopped,
    Removed,

    /// <summary>The bot has no tokens left for the day.</summary>
    BudgetSpent,

    /// <summary>The model has a question for the admin.</summary>
    OperatorAsked,
}

/// <summary>One event, as far as it is of interest here.</summary>
public sealed record NoticeFact
{
    public required long Seq { get; init; }
    public required BotId Bot { get; init; }
    public required NoticeKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>A code of docs/errors.md; of a question the chat in which it came up.</summary>
    public string? Code { get; init; }
    public BotStatus? Status { get; init; }

    /// <summary>The chat that it is about.</summary>
    public ChatId? Chat { get; init; }

    /// <summary>The bot can say nothing in this state.</summary>
    public bool Mutes => Kind is NoticeKind.LoginRequired or NoticeKind.Stopped || Status is BotStatus.Failed;

    /// <summary>The bot's session is in trouble until it says that it runs.</summary>
    public bool IsTrouble => Kind is NoticeKind.HealthCheckFailed or NoticeKind.LoginRequired;

    /// <summary>Null: nothing that anybody has to be told. The one place that says which events are.</summary>
    /// <param name="logged">The event.</param>
    /// <param name="longFlood">Shorter waits are left out.</param>
    /// <exception cref="JsonException">The event's data can't be read.</exception>
    public static NoticeFact? Of(LoggedEvent logged, TimeSpan longFlood)
    {
        NoticeKind? kind = logged.Event.Type switch
        {
            EventTypes.HealthCheckFailed => NoticeKind.HealthCheckFailed,
            EventTypes.LoginRequired => NoticeKind.LoginRequired,
            EventTypes.FloodWaited => NoticeKind.FloodWaited,
            EventTypes.ReplyFailed => NoticeKind.ReplyFailed,
            EventTypes.BotStarted => NoticeKind.Started,
            EventTypes.BotStopped => NoticeKind.Stopped,
            EventTypes.BotRemoved => NoticeKind.Removed,
            EventTypes.BudgetSpent => NoticeKind.BudgetSpent,
            EventTypes.OperatorAsked => NoticeKind.OperatorAsked,
            _ => null,
        };
        if (kind is null) return null;
        using var document = JsonDocument.Parse(logged.Event.Data);
        var said = document.RootElement;
        if (kind is NoticeKind.FloodWaited && WaitOf(said) < longFlood) return null;
        return new NoticeFact
        {
            Seq = logged.Seq,
            Bot = logged.Event.Bot,
            Kind = kind.Value,
            At = logged.Event.At,
            Code = kind is NoticeKind.OperatorAsked ? $"chat {logged.Event.Chat}" : Text(said, "code"),
            Status = Enum.TryParse<BotStatus>(Text(said, "status"), ignoreCase: true, out var status) ? status : null,
            Chat = logged.Event.Chat,
        };
    }

    /// <summary>The types of events that are of interest.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        EventTypes.HealthCheckFailed, EventTypes.LoginRequired, EventTypes.FloodWaited, EventTypes.ReplyFailed, EventTypes.BotStarted,
        EventTypes.BotStopped, EventTypes.BotRemoved, EventTypes.BudgetSpent, EventTypes.OperatorAsked,
    ];

    private static TimeSpan WaitOf(JsonElement said) =>
        said.TryGetProperty("waitSeconds", out var seconds) ? TimeSpan.FromSeconds(seconds.GetDouble()) : TimeSpan.Zero;

    private static string? Text(JsonElement said, string name) =>
        said.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;
}
