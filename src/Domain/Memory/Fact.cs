namespace MultiBot.Domain.Memory;

public sealed record Fact(string Topic, string Text, DateTimeOffset Since, MemorySource Source, DateTimeOffset? Until = null);

public sealed record Guess(string Value, MemorySource Source, DateTimeOffset At);

public enum MemorySource : byte
{
    Client,
    Analysis,
    Operator,
    Import,
    Tool,
}

public sealed record Analysis(string? Summary, IReadOnlyList<FoundFact> Facts, string? Language, string? TimeZone);

public sealed record FoundFact(string Topic, string Text, IReadOnlyList<string> Replaces);

public static class MemoryMerge
{
    public static ContactMemory Merge(ContactMemory known, Analysis found, long upTo, DateTimeOffset now) => known with { Summary = found.Summary, AnalyzedUpTo = upTo };
}

public static class MemoryJson
{
    public static byte[] Write(ContactMemory memory) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(memory);
    public static ContactMemory Read(ReadOnlySpan<byte> json) => System.Text.Json.JsonSerializer.Deserialize<ContactMemory>(json)!;
}
