namespace MultiBot.Domain.Commands;

/// <summary>What is said about one command; the one table of them, in the order in which they are shown.</summary>
public sealed record CommandManual
{
    public static IReadOnlyList<CommandManual> All { get; } =
    [
        new()
        {
            Word = "help", Arguments = "[command]", Example = "!help takeover", Summary = "all commands, or one of them in detail",
            Details = "Shows all commands. With a command behind it, that one in detail.",
        },
        new()
        {
            Word = "status", Summary = "how the bot is doing",
            Details = "Shows the bot's status and health, the silo it lives on, when it last heard from Telegram, and its counters.",
        },
        new()
        {
            Word = "metrics", Summary = "figures of today and of the last 24 hours",
            Details = "Shows messages, waiting times and tokens of today, in the persona's time zone, and of the last 24 hours.",
        },
        new()
        {
            Word = "list", Arguments = "[page]", Example = "!list 2", Summary = "the bot's chats",
            Details = $"Shows the bot's chats, {ChatPage.Size} on a page, those that were active last first.",
        },
        new()
        {
            Word = "add", Arguments = "<chat> <name>", Example = "!add 123456789 Anna", Summary = "adds a person, or gives them another name",
            Details = "Adds the person whose chat has this number, or gives them another name. The chat is given by its number.",
        },
        new()
        {
            Word = "del", Arguments = "<chat>", Example = "!del 123456789", Summary = "erases a person, for good",
            Details = "Erases all that is held about the person, messages included. There is no way back; so the chat is given by its number only.",
        },
        new()
        {
            Word = "profile", Arguments = "<chat>", Example = "!profile Anna", Summary = "what is known about a person",
            Details = "Shows what the bot has learnt about the person: facts by topic, the summary, language and time zone.",
        },
        new()
        {
            Word = "start", Arguments = "<chat>", Example = "!start Anna", Summary = "the persona writes first",
            Details = "Has the persona write first in this chat. With a bot token that needs a person who wrote before.",
        },
        new()
        {
            Word = "id", Arguments = "[query]", Example = "!id ann", Summary = "looks for a chat by a part of its name; alone: this chat's number",
            Details = "Looks for chats whose contact's name contains the query, and shows their numbers. Alone it shows the number of this chat.",
        },
        new()
        {
            Word = "takeover", Arguments = "<chat>", Example = "!takeover Anna", Summary = "the persona falls silent, a human speaks",
            Details = "The persona falls silent in this chat, and what it was about to send is cancelled. A human writes through the API or the console, until !handback.",
        },
        new()
        {
            Word = "handback", Arguments = "<chat>", Example = "!handback Anna", Summary = "the persona speaks again",
            Details = "The persona answers in this chat again, from the next message on. What came during the take-over is not answered again.",
        },
        new()
        {
            Word = "restart", Summary = "stops the bot and starts it again",
            Details = "Ends the bot's session with Telegram and begins a new one. What is on its way is finished first; no message is lost.",
        },
        new()
        {
            Word = "stop", Summary = "stops the bot",
            Details = "Stops the bot. From then on it reads nothing, this chat included: it is started again through the API or the console.",
        },
    ];

    /// <summary>What stands behind the mark, in lower case.</summary>
    public required string Word { get; init; }

    /// <summary>As shown: in angle brackets what has to be given, in square ones what may be.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>A few words.</summary>
    public required string Summary { get; init; }

    /// <summary>Whole sentences.</summary>
    public required string Details { get; init; }

    /// <summary>None where there are no arguments.</summary>
    public string? Example { get; init; }

    public string Usage => Arguments.Length == 0 ? $"!{Word}" : $"!{Word} {Arguments}";

    /// <param name="word">In any case.</param>
    public static CommandManual? Find(string word) => All.FirstOrDefault(manual => manual.Word.Equals(word, StringComparison.OrdinalIgnoreCase));
}
