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
        var lines = new List<(ChatRole Role, string Text)>(request.History.Count + request.Unanswered.Count);
        foreach (var entry in request.History)
            lines.Add((entry.By is Author.Contact ? ChatRole.User : ChatRole.Assistant, MediaWords.Describe(entry.Kind, entry.Text)));
        foreach (var message in request.Unanswered) lines.Add((ChatRole.User, MediaWords.Describe(message.Kind, message.Text)));

        var first = FirstThatFits(lines, maxCharacters);
        var prompt = new List<ChatMessage>(1 + lines.Count - first) { new(ChatRole.System, SystemPrompt.Of(request)) };
        for (var line = first; line < lines.Count; line++) prompt.Add(new ChatMessage(lines[line].Role, lines[line].Text));
        return prompt;
    }

    /// <summary>The oldest lines are left out; the last one never.</summary>
    private static int FirstThatFits(List<(ChatRole Role, string Text)> lines, int maxCharacters)
    {
        var (first, left) = (lines.Count - 1, maxCharacters - lines[^1].Text.Length);
        while (first > 0 && lines[first - 1].Text.Length <= left) left -= lines[--first].Text.Length;
        return first;
    }
}
