using System.Text;
using System.Text.Json;
using MultiBot.Domain.Memory;

namespace MultiBot.Domain.Tests.Memory;

public sealed class MemoryJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 12, 5, 0, TimeSpan.Zero);

    /// <summary>What databases hold: a change of it needs a reader for the old form.</summary>
    private const string Stored =
        """{"v":1,"facts":[{"topic":"work","text":"Работает в банке","since":"2026-11-22T12:05:00+00:00","source":"analysis","until":"2026-11-23T12:05:00+00:00"},{"topic":"facts","text":"b","since":"2026-11-22T12:05:00+00:00","source":"operator"}],"summary":"They met.","language":{"value":"ru","source":"client","at":"2026-11-22T12:05:00+00:00"},"timeZone":{"value":"Asia/Bishkek","source":"tool","at":"2026-11-22T12:05:00+00:00"},"analyzedUpTo":41}""";

    private static readonly ContactMemory Memory = new()
    {
        Facts = [new Fact("work", "Работает в банке", At, MemorySource.Analysis, At.AddDays(1)), new Fact("facts", "b", At, MemorySource.Operator)],
        Summary = "They met.",
        Language = new Guess("ru", MemorySource.Client, At),
        TimeZone = new Guess("Asia/Bishkek", MemorySource.Tool, At),
        AnalyzedUpTo = 41,
    };

    [Fact]
    public void Memory_WhenWritten_IsThis() => Assert.Equal(Stored, Encoding.UTF8.GetString(MemoryJson.Write(Memory)));

    [Fact]
    public void Memory_WhenRead_IsTheSame() => AssertSame(Memory, Read(Stored));

    [Fact]
    public void Memory_OfNothing_IsEmpty()
    {
        AssertSame(ContactMemory.Empty, Read(""));
        AssertSame(ContactMemory.Empty, Read("{}"));
        AssertSame(ContactMemory.Empty, MemoryJson.Read(MemoryJson.Write(ContactMemory.Empty)));
    }

    [Fact]
    public void Memory_OfANewerVersion_IsReadAsFarAsItIsKnown()
    {
        var newer = Stored.Replace("\"v\":1", "\"v\":2,\"mood\":{\"value\":[1]}", StringComparison.Ordinal)
            .Replace("\"source\":\"tool\"", "\"source\":\"oracle\",\"sure\":0.5", StringComparison.Ordinal)
            .Replace("\"They met.\"", "{\"short\":\"They met.\"}", StringComparison.Ordinal)
            .Replace("\"facts\":[", "\"facts\":[7,{\"topic\":1},", StringComparison.Ordinal);

        AssertSame(Memory with { Summary = null, TimeZone = Memory.TimeZone! with { Source = MemorySource.Import } }, Read(newer));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    public void Memory_OfAnotherShape_IsEmpty(string json) => AssertSame(ContactMemory.Empty, Read(json));

    [Fact]
    public void Memory_ThatIsDamaged_SaysSo() => Assert.ThrowsAny<JsonException>(() => Read(Stored[..50]));

    private static ContactMemory Read(string json) => MemoryJson.Read(Encoding.UTF8.GetBytes(json));

    private static void AssertSame(ContactMemory expected, ContactMemory actual)
    {
        Assert.Equal(expected.Facts, actual.Facts);
        Assert.Equal(expected, actual with { Facts = expected.Facts });
    }
}
