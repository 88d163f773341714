namespace MultiBot.Domain.Autonomy;

/// <summary>
/// How many messages a day has seen that nobody asked for. Only the newest day is kept: one that is over is not gone back to, so that
/// neither a clock put back nor a contact who flies west lets more leave than a day may see.
/// </summary>
/// <param name="Day">Of a calendar: the contact's for a chat, the persona's for a bot.</param>
/// <param name="Count">Messages on that day.</param>
public readonly record struct DayTally(DateOnly Day, int Count)
{
    /// <summary>No more on this day.</summary>
    public bool IsFull(DateOnly today, int cap) => Day > today || (Day == today && Count >= cap);

    /// <summary>The first day that has room again after one that was full.</summary>
    public DateOnly FreeFrom(int cap) => Count >= cap ? Day.AddDays(1) : Day;

    /// <summary>One more, sent today.</summary>
    public DayTally Plus(DateOnly today) => Day < today ? new DayTally(today, 1) : this with { Count = Count + 1 };
}
