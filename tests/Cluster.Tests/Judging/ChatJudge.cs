namespace MultiBot.Cluster.Tests.Judging;

/// <summary>Judges one chat: every message answered, wholly, once, in order. A second copy is forgiven where the silos recorded the row as uncertain.</summary>
internal static class ChatJudge
{
    public static IEnumerable<Violation> Judge(ChatHistory chat)
    {
        var replies = Counted(chat);
        var answered = replies.SelectMany(reply => ChatHistory.MarkersOf(reply.Text)).ToList();
        var begun = replies.SelectMany(reply => ChatHistory.BegunBy(reply.Text)).ToList();
        var ended = replies.SelectMany(reply => ChatHistory.EndedBy(reply.Text)).ToList();
        var lost = chat.Questions.Select(question => question.Marker).Except(answered).Union(begun.Except(answered)).Union(ended.Except(begun));
        return
        [
            .. lost.Select(marker => Of(ViolationKind.Lost, chat, marker)),
            .. Twice(answered).Union(Twice(begun)).Select(marker => Of(ViolationKind.Doubled, chat, marker)),
            .. Late(answered).Union(Late(begun)).Union(BegunLate(replies)).Select(marker => Of(ViolationKind.Disordered, chat, marker)),
        ];
    }

    /// <summary>Second copies that are on record.</summary>
    public static int Copies(ChatHistory chat) => chat.Replies.Count() - Counted(chat).Count;

    private static IEnumerable<int> Twice(IEnumerable<int> markers) => markers.GroupBy(marker => marker).Where(group => group.Count() > 1).Select(group => group.Key);

    private static IEnumerable<int> Late(IEnumerable<int> markers)
    {
        var first = markers.Distinct().ToList();
        return first.Where((marker, index) => index > 0 && first[index - 1] > marker);
    }

    /// <summary>The second message of a reply came before its first.</summary>
    private static IEnumerable<int> BegunLate(List<ChatLine> replies) =>
        replies.SelectMany((reply, index) => ChatHistory.BegunBy(reply.Text).Intersect(replies.Take(index).SelectMany(before => ChatHistory.EndedBy(before.Text))));

    private static List<ChatLine> Counted(ChatHistory chat)
    {
        var seen = new HashSet<string>();
        return [.. chat.Replies.Where(reply => seen.Add(reply.Text) || !chat.Uncertain.Contains(reply.Text))];
    }

    private static Violation Of(ViolationKind kind, ChatHistory chat, int marker) =>
        new(kind, $"{chat.Bot} chat {chat.Chat} #{marker}: {string.Join(" | ", chat.Replies.Where(reply => Near(reply, marker)).Select(reply => $"{reply.At:mm:ss.fff} {Short(reply.Text)}"))}"
            + (chat.Uncertain.Count > 0 ? $" (uncertain: {string.Join(" | ", chat.Uncertain.Select(Short))})" : ""));

    public static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

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
