using Microsoft.Extensions.AI;

namespace MultiBot.Replies.Prompts;

/// <summary>A message of a prompt. A value: a prompt has some twenty, and the client library's own message is five objects.</summary>
internal readonly record struct PromptLine(ChatRole Role, string Text)
{
    public ChatMessage ToMessage() => new(Role, Text);
}
