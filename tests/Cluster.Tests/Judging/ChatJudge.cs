namespace MultiBot.Cluster.Tests.Judging;

/// <summary>Judges one chat: every message answered, once, in order. A second copy is forgiven where the silos recorded the row as uncertain.</summary>
internal static class ChatJudge
{
    public static IEnumerable<Violation> Judge(ChatHistory chat)
    {
        var counted = Counted(chat).SelectMany(reply => ChatHistory.MarkersOf(reply.Text)).ToList();
        var first = counted.Distinct().ToList();
        foreach (var (marker, _) in chat.Questions.Where(question => !first.Contains(question.Marker)))
            yield return Of(ViolationKind.Lost, chat, marker);
        foreach (var marker in counted.GroupBy(marker => marker).Where(group => group.Count() > 1).Select(group => group.Key))
            yield return Of(ViolationKind.Doubled, chat, marker);
        foreach (var marker in first.Where((marker, index) => index > 0 && first[index - 1] > marker))
            yield return Of(ViolationKind.Disordered, chat, marker);
    }

    /// <summary>Second copies that are on record.</summary>
    public static int Copies(ChatHistory chat) => chat.Replies.Count() - Counted(chat).Count;

    private static List<ChatLine> Counted(ChatHistory chat)
    {
        var seen = new HashSet<string>();
        return [.. chat.Replies.Where(reply => seen.Add(reply.Text) || !chat.Uncertain.Contains(reply.Text))];
    }

    private static Violation Of(ViolationKind kind, ChatHistory chat, int marker) =>
        new(kind, $"{chat.Bot} chat {chat.Chat} #{marker}: {string.Join(" | ", chat.Replies.Where(reply => Near(reply, marker)).Select(reply => $"{reply.At:mm:ss.fff} {reply.Text}"))}"
            + (chat.Uncertain.Count > 0 ? $" (uncertain: {string.Join(" | ", chat.Uncertain)})" : ""));

    private static bool Near(ChatLine reply, int marker) => ChatHistory.MarkersOf(reply.Text).Any(other => Math.Abs(other - marker) <= 2);
}

internal enum ViolationKind
{
    /// <summary>Never answered.</summary>
    Lost,

    /// <summary>Answered twice without a row on record as uncertain.</summary>
    Doubled,

    /// <summary>Answered after a later one.</summary>
    Disordered,

    /// <summary>A silo acted on a bot that was another's by then.</summary>
    Overlap,
}

internal sealed record Violation(ViolationKind Kind, string What);
