using System.Globalization;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Commands;

/// <summary>Numbers, times and names as answers to the admin show them.</summary>
internal static class AnswerWords
{
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(long count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";

    public static string Seconds(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s");

    public static string Date(DateOnly date) => date.ToString("d MMM", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in the largest unit that says enough.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        // Also for a clock that is ahead of ours.
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } ago => $"{(int)ago.TotalMinutes} min ago",
        { TotalDays: < 2 } ago => $"{(int)ago.TotalHours} h ago",
        var ago => $"{Number((long)ago.TotalDays)} d ago",
    };

    public static string Mode(ChatMode mode) => mode switch
    {
        ChatMode.Persona => "persona",
        ChatMode.Human => "taken over",
        ChatMode.Paused => "paused",
        ChatMode.OptedOut => "opted out",
        ChatMode.Blocked => "blocked the bot",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "No mode of a chat."),
    };

    public static string Name(ChatLine chat) => chat.Name is { } name && MessageSplitter.IsVisible(name) ? OneLine.Clip(name) : "(no name)";

    /// <summary>The number, for a tap to copy it, and the name.</summary>
    public static FormattedTextBuilder Chat(this FormattedTextBuilder answer, ChatLine chat) =>
        answer.Code(chat.Chat.ToString()).Plain($" {Name(chat)}");

    /// <summary>A bold heading on a line of its own.</summary>
    public static FormattedTextBuilder Heading(this FormattedTextBuilder answer, string text) => answer.Bold(text).Line();
}
