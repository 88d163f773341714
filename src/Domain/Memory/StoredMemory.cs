namespace MultiBot.Domain.Memory;

/// <summary>What is known of a person, as it stands in the store.</summary>
/// <param name="Memory">What is known.</param>
/// <param name="Revision">Raised by every change; 0: nothing is stored yet.</param>
/// <param name="AnalyzedMessages">How many messages the chat had when it was last looked through.</param>
public sealed record StoredMemory(ContactMemory Memory, long Revision, long AnalyzedMessages)
{
    public static StoredMemory None { get; } = new(ContactMemory.Empty, 0, 0);
}
