using Microsoft.Extensions.AI;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;

namespace MultiBot.Replies.Prompts;

/// <summary>
/// The messages a model is asked with: instructions, what was said, what waits for an answer. Pure; made from the request alone,
/// which holds one (bot, chat).
/// </summary>
internal static class PromptBuilder
{
    /// <summary><paramref name="maxCharacters"/> bounds history and unanswered messages together, not the instructions.</summary>
    public static IReadOnlyList<ChatMessage> Build(ReplyRequest request, int maxCharacters)
    {
        var lines = new List<ChatMessage>(request.History.Count + request.Unanswered.Count);
        foreach (var entry in request.History) lines.Add(Line(entry.By is Author.Contact ? ChatRole.User : ChatRole.Assistant, entry.Kind, entry.Text));
        foreach (var message in request.Unanswered) lines.Add(Line(ChatRole.User, message.Kind, message.Text));

        return [new ChatMessage(ChatRole.System, SystemPrompt.Of(request)), .. lines.Skip(FirstThatFits(lines, maxCharacters))];
    }

    /// <summary>The oldest lines are left out; the last one never.</summary>
    private static int FirstThatFits(List<ChatMessage> lines, int maxCharacters)
    {
        var (first, left) = (lines.Count - 1, maxCharacters - lines[^1].Text.Length);
        while (first > 0 && lines[first - 1].Text.Length <= left) left -= lines[--first].Text.Length;
        return first;
    }

    private static ChatMessage Line(ChatRole role, MessageKind kind, string text) => new(role, MediaWords.Describe(kind, text));
}
