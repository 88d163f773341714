using System.Globalization;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Commands;

/// <summary>A page of a bot's chats, short enough for one message.</summary>
public sealed record ChatPage
{
    /// <summary>Chats on a page: what a phone's screen takes in one go, and far from the limits of a message.</summary>
    public const int Size = 20;

    public required IReadOnlyList<ChatLine> Lines { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>At least 1: the only page may be empty.</summary>
    public required int Pages { get; init; }

    /// <summary>Chats on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>Cuts the page out of all chats, those that were active last first.</summary>
    public static Answer<ChatPage> Of(IReadOnlyCollection<ChatLine> chats, int number)
    {
        var pages = Math.Max(1, (chats.Count + Size - 1) / Size);
        if (number < 1 || number > pages)
            return Problem.Invalid(CommandCodes.Page, string.Create(CultureInfo.InvariantCulture, $"There is no page {number}: the last one is !list {pages}."));
        var lines = chats.OrderByDescending(chat => chat.LastActivityAt).ThenBy(chat => chat.Chat.Value).Skip((number - 1) * Size).Take(Size);
        return new ChatPage { Lines = [.. lines], Number = number, Pages = pages, Total = chats.Count };
    }
}
