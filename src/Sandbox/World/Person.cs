namespace MultiBot.Sandbox.World;

/// <summary>Somebody who writes to bots. Later facts about the same id replace earlier ones.</summary>
internal sealed record Person(long Id, string FirstName)
{
    public string? LastName { get; init; }

    public string? Username { get; init; }

    /// <summary>IETF tag of the person's app, as Telegram passes it on.</summary>
    public string? LanguageCode { get; init; }
}
