namespace MultiBot.Domain.Memory;

/// <summary>
/// One thing known of a person. <paramref name="Topic"/>: one of the persona's focus topics, or <see cref="OtherTopic"/>.
/// <paramref name="Until"/>: when something newer contradicted it; null while it holds.
/// </summary>
public sealed record Fact(string Topic, string Text, DateTimeOffset Since, MemorySource Source, DateTimeOffset? Until = null)
{
    /// <summary>The topic of what belongs to no other.</summary>
    public const string OtherTopic = "facts";
}
