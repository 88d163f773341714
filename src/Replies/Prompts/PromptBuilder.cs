using Microsoft.Extensions.AI;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;

namespace MultiBot.Replies.Prompts;

/// <summary>
/// The messages a model is asked with: instructions with what is remembered, what was said, what waits for an answer. Pure; made from
/// the request alone, which holds one (bot, chat).
/// </summary>
internal static class PromptBuilder
{
    /// <summary>
    /// <paramref name="maxTokens"/> bounds all of it. Instructions and the newest message are never cut; then come the notes, what
    /// matters most first, and then as many last lines as fit.
    /// </summary>
    public static IReadOnlyList<PromptLine> Build(ReplyRequest request, int maxTokens)
    {
        var (instructions, lines) = (SystemPrompt.Of(request), Lines(request));
        var notes = Notes.Of(request.Memory, request.Bot.Persona.FocusTopics);
        var budget = new TokenBudget(maxTokens,
        [
            instructions.Persona, instructions.Situation, SystemPrompt.Rules, .. notes.Count > 0 ? [Notes.Header] : Array.Empty<string>(),
            .. notes.Select(note => note.Line), .. lines.Select(line => line.Text),
        ]);
        budget.Take(instructions.Persona);
        budget.TakeOnce(instructions.Situation);
        budget.Take(SystemPrompt.Rules, TokenBudget.PerMessage);
        budget.Take(lines[^1].Text, TokenBudget.PerMessage);
        var remembered = notes.Count > 0 && budget.TryTake(Notes.Header) ? Notes.Text(notes.Where(note => budget.TryTake(note.Line))) : "";

        var first = lines.Count - 1;
        while (first > 0 && budget.TryTake(lines[first - 1].Text, TokenBudget.PerMessage)) first--;
        return [new(ChatRole.System, instructions.Text(remembered)), .. lines[first..]];
    }

    private static List<PromptLine> Lines(ReplyRequest request)
    {
        var lines = new List<PromptLine>(request.History.Count + request.Unanswered.Count);
        foreach (var entry in request.History)
            lines.Add(new(entry.By is Author.Contact ? ChatRole.User : ChatRole.Assistant, MediaWords.Describe(entry.Kind, entry.Text)));
        if (request.Unasked is { } unasked) lines.Add(new(ChatRole.User, UnaskedWords.Describe(unasked)));
        foreach (var message in request.Unanswered) lines.Add(new(ChatRole.User, MediaWords.Describe(message.Kind, message.Text)));
        return lines;
    }
}
