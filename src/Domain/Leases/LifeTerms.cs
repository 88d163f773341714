namespace MultiBot.Domain.Leases;

/// <summary>How long a silo's life reaches beyond a renewal. All three count from the moment the renewal was written.</summary>
/// <param name="FreshFor">Its sessions may use their sockets. Short: who froze for longer finds them closed, whoever holds its bots by then.</param>
/// <param name="TimeToLive">It is alive; afterwards it never revives.</param>
/// <param name="AccountWait">Beyond <paramref name="TimeToLive"/>: until Telegram has dropped what a user account's old connection may have left open.</param>
public sealed record LifeTerms(TimeSpan FreshFor, TimeSpan TimeToLive, TimeSpan AccountWait);
