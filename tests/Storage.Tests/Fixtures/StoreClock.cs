using Microsoft.Extensions.Time.Testing;

namespace MultiBot.Storage.Tests.Fixtures;

/// <summary>The database's clock, in the hands of the test.</summary>
public sealed class StoreClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero))
{
    /// <summary>Tells a database that has a clock of its own.</summary>
    public Action<DateTimeOffset>? Moved { get; set; }

    public new void Advance(TimeSpan by)
    {
        base.Advance(by);
        Moved?.Invoke(GetUtcNow());
    }
}
