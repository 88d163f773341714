using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;

namespace MultiBot.Replies.Prompts;

/// <summary>
/// What a model is asked with: instructions with what is remembered, what was said, what waits for an answer. Pure; made from the
/// request alone, which holds one (bot, chat).
/// </summary>
internal static class PromptBuilder
{
    /// <summary>
    /// <paramref name="maxTokens"/> bounds all of it. Instructions and the newest message are never cut; then come the notes, what
    /// matters most first, and then as many last lines as fit.
    /// </summary>
    public static Prompt Build(ReplyRequest request, int maxTokens, Pictures? pictures = null)
    {
        var (instructions, notes) = (SystemPrompt.Of(request), Notes.Of(request.Memory, request.Bot.Persona.FocusTopics));
        var (lines, shown) = Lines(request, pictures ?? Pictures.None);
        var budget = new TokenBudget(maxTokens, Most(instructions, notes, lines));
        budget.Take(instructions.Persona);
        budget.TakeOnce(instructions.Situation);
        budget.Take(SystemPrompt.Rules, TokenBudget.PerMessage);
        budget.Take(lines[^1].Text, TokenBudget.PerMessage + (shown.Count * Pictures.Tokens));
        var remembered = notes.Count > 0 && budget.TryTake(Notes.Header) ? Notes.Text(notes.Where(note => budget.TryTake(note.Line))) : "";

        var first = lines.Length - 1;
        while (first > 0 && budget.TryTake(lines[first - 1].Text, TokenBudget.PerMessage)) first--;
        return new Prompt(new SeenPrompt(instructions.Pieces(remembered), ImmutableCollectionsMarshal.AsImmutableArray(first == 0 ? lines : lines[first..])))
        {
            Pictures = [.. shown.Where(one => one.Line >= first).Select(one => (one.Line - first, one.Picture))],
        };
    }

    private static long Most(SystemPrompt instructions, IReadOnlyList<Note> notes, SeenLine[] lines)
    {
        var most = TokenBudget.Most(instructions.Persona) + TokenBudget.Most(instructions.Situation) + TokenBudget.Most(SystemPrompt.Rules);
        if (notes.Count > 0) most += TokenBudget.Most(Notes.Header);
        foreach (var note in notes) most += TokenBudget.Most(note.Line);
        foreach (var line in lines) most += TokenBudget.Most(line.Text);
        return most;
    }

    private static (SeenLine[] Lines, List<(int Line, DataContent Picture)> Pictures) Lines(ReplyRequest request, Pictures pictures)
    {
        var (lines, at) = (new SeenLine[request.History.Count + (request.Unasked is null ? 0 : 1) + request.Unanswered.Count], 0);
        var shown = new List<(int Line, DataContent Picture)>(pictures.Count);
        foreach (var entry in request.History)
            lines[at++] = new SeenLine(entry.By is Author.Contact ? SeenLine.User : SeenLine.Assistant, MediaWords.Describe(entry));
        if (request.Unasked is { } unasked) lines[at++] = new SeenLine(SeenLine.User, UnaskedWords.Describe(unasked));
        foreach (var message in request.Unanswered)
        {
            var picture = pictures.Of(message);
            if (picture is not null) shown.Add((at, picture));
            lines[at++] = new SeenLine(SeenLine.User, MediaWords.Describe(message.Kind, message.Text, message.Details, picture is not null));
        }

        return (lines, shown);
    }
}
