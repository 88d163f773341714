using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Commands;

/// <summary>
/// What the admin of a bot asks for in the bot's admin chat. Closed; read by <see cref="CommandParser"/>, described in
/// <see cref="CommandManual"/>, and answered in the words of <see cref="AdminAnswers"/>.
/// </summary>
public abstract record AdminCommand
{
    private AdminCommand() { }

    /// <param name="About">One command in detail; null: all of them.</param>
    public sealed record Help(CommandManual? About) : AdminCommand;

    public sealed record Status : AdminCommand;

    public sealed record Metrics : AdminCommand;

    /// <param name="Page">From 1.</param>
    public sealed record List(int Page) : AdminCommand;

    /// <summary>Adds a person whose chat id is known, or gives them another name.</summary>
    public sealed record Add(ChatId Chat, string Name) : AdminCommand;

    /// <summary>Erases a person. By id only: a name may be somebody else's tomorrow.</summary>
    public sealed record Delete(ChatId Chat) : AdminCommand;

    public sealed record Profile(ChatReference Chat) : AdminCommand;

    /// <summary>Has the persona write first.</summary>
    public sealed record Start(ChatReference Chat) : AdminCommand;

    /// <param name="Query">Part of the name of a contact; null: which chat is this?</param>
    public sealed record Find(string? Query) : AdminCommand;

    public sealed record TakeOver(ChatReference Chat) : AdminCommand;

    public sealed record HandBack(ChatReference Chat) : AdminCommand;

    public sealed record Restart : AdminCommand;

    public sealed record Stop : AdminCommand;
}
