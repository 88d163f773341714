namespace MultiBot.Storage.Postgres.Events;

internal static class EventDays
{
    /// <summary>Days made in advance: a cluster whose silos all hang for as long still finds its day.</summary>
    public const int Ahead = 3;
}
