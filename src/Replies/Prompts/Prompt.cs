using Microsoft.Extensions.AI;
using MultiBot.Domain.Decisions;

namespace MultiBot.Replies.Prompts;

/// <summary>What a model is asked with. It is kept in words; the library's messages are made of it where a call goes the library's way.</summary>
/// <param name="Words">All of it but the pictures.</param>
internal sealed record Prompt(SeenPrompt Words)
{
    /// <summary>Shown beside the words of a line, by its place.</summary>
    public IReadOnlyList<(int Line, DataContent Picture)> Pictures { get; init; } = [];

    public string Instructions => string.Concat(Words.Instructions.AsSpan());

    /// <summary>The most it can cost: rounded up, but for what the tokenizers of models differ by.</summary>
    public long Tokens => TokenCount.Of(Instructions) + TokenBudget.PerMessage
        + Words.Lines.Sum(line => (long)TokenCount.Of(line.Text) + TokenBudget.PerMessage) + (Pictures.Count * (long)Prompts.Pictures.Tokens);

    /// <summary>As the library takes it.</summary>
    public IReadOnlyList<ChatMessage> Messages()
    {
        var messages = new List<ChatMessage>(1 + Words.Lines.Length) { new(ChatRole.System, Instructions) };
        foreach (var (role, text) in Words.Lines) messages.Add(new ChatMessage(new ChatRole(role), text));
        foreach (var (line, picture) in Pictures) messages[1 + line].Contents.Add(picture);
        return messages;
    }
}
