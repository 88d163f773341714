using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>What a model saw of a chat.</summary>
internal sealed record Prompt(IReadOnlyList<InboxMessage> Unanswered, IReadOnlyList<HistoryEntry> History, ContactMemory Memory)
{
    private const char Apart = '|';

    public IEnumerable<string> Texts => [.. Unanswered.Select(line => line.Text), .. History.Select(line => line.Text), .. TextsOf(Memory)];

    /// <summary>The model's analysis is what it read, so that everybody knows where it comes from.</summary>
    public static ContactMemory Remember(ContactMemory before, IEnumerable<HistoryEntry> lines) => before with
    {
        Summary = string.Join(Apart, TextsOf(before).Concat(lines.Select(line => line.Text)).Distinct()),
    };

    public static IEnumerable<string> TextsOf(ContactMemory memory) => memory.Summary?.Split(Apart) ?? [];
}
