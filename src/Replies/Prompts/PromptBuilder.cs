using System.Collections.Immutable;
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
    public static IReadOnlyList<ChatMessage> Build(ReplyRequest request, int maxTokens, Pictures? pictures = null) => Compose(request, maxTokens, pictures).Messages;

    /// <summary>The same, with the instructions (the first of the messages) in pieces.</summary>
    public static (IReadOnlyList<ChatMessage> Messages, ImmutableArray<string> Instructions) Compose(ReplyRequest request, int maxTokens, Pictures? pictures = null)
    {
        pictures ??= Pictures.None;
        var (instructions, lines) = (SystemPrompt.Of(request), Lines(request, pictures));
        var notes = Notes.Of(request.Memory, request.Bot.Persona.FocusTopics);
        var budget = new TokenBudget(maxTokens,
        [
            instructions.Persona, instructions.Situation, SystemPrompt.Rules, .. notes.Count > 0 ? [Notes.Header] : Array.Empty<string>(),
            .. notes.Select(note => note.Line), .. lines.Select(line => line.Text),
        ]);
        budget.Take(instructions.Persona);
        budget.TakeOnce(instructions.Situation);
        budget.Take(SystemPrompt.Rules, TokenBudget.PerMessage);
        budget.Take(lines[^1].Text, TokenBudget.PerMessage + (pictures.Count * Pictures.Tokens));
        var remembered = notes.Count > 0 && budget.TryTake(Notes.Header) ? Notes.Text(notes.Where(note => budget.TryTake(note.Line))) : "";

        var first = lines.Count - 1;
        while (first > 0 && budget.TryTake(lines[first - 1].Text, TokenBudget.PerMessage)) first--;
        var pieces = instructions.Pieces(remembered);
        var prompt = new List<ChatMessage>(1 + lines.Count - first) { new(ChatRole.System, string.Concat(pieces.AsSpan())) };
        for (var line = first; line < lines.Count; line++) prompt.Add(Message(lines[line]));
        return (prompt, pieces);
    }

    private static ChatMessage Message((ChatRole Role, string Text, DataContent? Picture) line) =>
        line.Picture is null ? new ChatMessage(line.Role, line.Text) : new ChatMessage(line.Role, [new TextContent(line.Text), line.Picture]);

    private static List<(ChatRole Role, string Text, DataContent? Picture)> Lines(ReplyRequest request, Pictures pictures)
    {
        var lines = new List<(ChatRole Role, string Text, DataContent? Picture)>(request.History.Count + request.Unanswered.Count);
        foreach (var entry in request.History)
            lines.Add((entry.By is Author.Contact ? ChatRole.User : ChatRole.Assistant, MediaWords.Describe(entry), null));
        if (request.Unasked is { } unasked) lines.Add((ChatRole.User, UnaskedWords.Describe(unasked), null));
        foreach (var message in request.Unanswered)
        {
            var picture = pictures.Of(message);
            lines.Add((ChatRole.User, MediaWords.Describe(message.Kind, message.Text, message.Details, picture is not null), picture));
        }

        return lines;
    }
}
