using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;

namespace MultiBot.Silo.Security;

/// <summary>Who is calling, and what the key allows.</summary>
public sealed record Caller
{
    public required string KeyId { get; init; }
    public required ApiRole Role { get; init; }

    /// <summary>The bots the key may see and steer. Null: all.</summary>
    public IReadOnlyList<BotId>? Bots { get; init; }

    /// <summary>When the key stops being valid.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public bool SeesAllBots => Bots is null;

    public bool MayTouch(BotId bot) => Bots is null || Bots.Contains(bot);

    public bool Has(ApiRole role) => Role >= role;

    /// <summary>The key's list, narrowed to <paramref name="asked"/> when given. Null: no limit.</summary>
    public BotId[]? Among(BotId[]? asked) => (Bots, asked) switch
    {
        (null, _) => asked,
        (var allowed, null) => [.. allowed],
        var (allowed, wanted) => [.. wanted.Intersect(allowed)],
    };

    public static Caller Of(ApiKeyRecord key) => new() { KeyId = key.Id, Role = key.Role, Bots = key.Bots, ExpiresAt = key.ExpiresAt };
}
