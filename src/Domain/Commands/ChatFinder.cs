using System.Globalization;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Commands;

/// <summary>Finds chats by their contacts' names. To look at a chat a part of the name will do; to act on one it has to be all of it.</summary>
public static class ChatFinder
{
    /// <summary>More are not named in a refusal.</summary>
    private const int MostNamed = 5;

    /// <summary>
    /// The one chat of this name: written the same, else the same but for case, accents, punctuation and emoji. Refused when there is
    /// none, or more than one.
    /// </summary>
    public static Answer<ChatLine> One(string name, IReadOnlyCollection<ChatLine> chats)
    {
        var line = OneLine.Of(name);
        var folded = ChatIntent.Fold(line);
        List<ChatLine> same = [.. chats.Where(chat => OneLine.Of(chat.Name ?? "") == line)];
        if (same.Count == 0 && folded.Length > 0) same = [.. chats.Where(chat => Fold(chat) == folded)];
        return same switch
        {
            [var one] => one,
            [] => Unknown(line, Matching(line, chats)),
            _ => Problem.Conflict(CommandCodes.NameAmbiguous, $"More than one is called «{OneLine.Clip(line)}»: {Names(same)}. Give the number."),
        };
    }

    /// <summary>Chats with the query in their contact's name, whatever its case and accents, or in their number.</summary>
    public static IReadOnlyList<ChatLine> Matching(string query, IReadOnlyCollection<ChatLine> chats)
    {
        var line = OneLine.Of(query);
        var folded = ChatIntent.Fold(line);
        return [.. chats.Where(chat => Matches(chat, line, folded)).OrderByDescending(chat => chat.LastActivityAt).ThenBy(chat => chat.Chat.Value)];
    }

    private static bool Matches(ChatLine chat, string line, string folded) =>
        OneLine.Of(chat.Name ?? "").Contains(line, StringComparison.OrdinalIgnoreCase)
        || (folded.Length > 0 && Fold(chat).Contains(folded, StringComparison.Ordinal))
        || chat.Chat.ToString().Contains(line, StringComparison.Ordinal);

    private static string Fold(ChatLine chat) => ChatIntent.Fold(OneLine.Of(chat.Name ?? ""));

    private static Problem Unknown(string name, IReadOnlyList<ChatLine> near) => Problem.NotFound(
        CommandCodes.NameUnknown,
        $"Nobody is called «{OneLine.Clip(name)}»{(near.Count == 0 ? "; !list shows the chats." : $". Did you mean {Names(near)}? Give the number.")}");

    private static string Names(IReadOnlyList<ChatLine> chats) =>
        string.Join(", ", chats.Take(MostNamed).Select(chat => $"{chat.Chat} {OneLine.Clip(chat.Name ?? "")}".TrimEnd()))
        + (chats.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {chats.Count - MostNamed} more") : "");
}
