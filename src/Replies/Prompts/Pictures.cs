using Microsoft.Extensions.AI;
using MultiBot.Domain.Messages;

namespace MultiBot.Replies.Prompts;

/// <summary>Pictures that a model is shown, by the message they came with.</summary>
internal sealed class Pictures(IReadOnlyDictionary<long, DataContent> byMessage)
{
    /// <summary>What one costs in a prompt, rounded up: OpenAI's models count some 800 for the sizes that are fetched.</summary>
    public const int Tokens = 1_000;

    public static Pictures None { get; } = new(new Dictionary<long, DataContent>());

    public int Count => byMessage.Count;

    public DataContent? Of(InboxMessage message) => byMessage.GetValueOrDefault(message.Id);
}
