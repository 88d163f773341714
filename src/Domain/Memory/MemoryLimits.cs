namespace MultiBot.Domain.Memory;

/// <summary>
/// How much is kept of a person. What comes from messages is bounded, whoever writes them and however much: it is stored, and it is
/// read by a model with every reply.
/// </summary>
public static class MemoryLimits
{
    /// <summary>Characters of a fact: a sentence.</summary>
    public const int FactText = 300;

    /// <summary>Characters of a topic, as in the persona's focus topics.</summary>
    public const int Topic = 100;

    /// <summary>Characters of the summary: some twenty sentences.</summary>
    public const int Summary = 2_000;

    /// <summary>Facts of a topic, contradicted ones included.</summary>
    public const int FactsPerTopic = 20;

    /// <summary>Facts of a person, contradicted ones included.</summary>
    public const int Facts = 200;
}
