using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Schedules;

/// <summary>
/// When something may happen, by the clock on the wall of a time zone. A window that crosses midnight belongs to the day it starts
/// on. Where clocks go forward, the part of a window that no clock shows is missing; where they go back, an hour shown twice is open
/// twice. Immutable and safe to share.
/// </summary>
public sealed class Schedule
{
    // A window may fall into the hour that daylight saving skips, but never on all days of two weeks.
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(15);

    // Short enough that no zone changes its clocks twice within.
    private static readonly TimeSpan Step = TimeSpan.FromHours(6);

    private readonly TimeWindow[] _workdays;
    private readonly TimeWindow[] _weekends;

    private Schedule(TimeWindow[] workdays, TimeWindow[] weekends, TimeZoneInfo zone) => (_workdays, _weekends, Zone) = (workdays, weekends, zone);

    public TimeZoneInfo Zone { get; }

    /// <exception cref="FormatException">A window is none; configurations are checked before they get here.</exception>
    public static Schedule Of(WeekWindows windows, TimeZoneInfo zone) => new(Parse(windows.Workdays), Parse(windows.Weekends), zone);

    /// <summary>The same windows by the clocks of another zone.</summary>
    public Schedule In(TimeZoneInfo zone) => zone.Equals(Zone) ? this : new(_workdays, _weekends, zone);

    public bool IsOpen(DateTimeOffset instant)
    {
        var local = Local(instant);
        return Opening(local, local.AddTicks(1)) is not null;
    }

    /// <summary>The earliest moment, <paramref name="instant"/> or later, at which the schedule is open. Null: it never is.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset instant)
    {
        var end = instant + Horizon;
        for (var from = instant; from < end;)
        {
            var to = SteadyUntil(from, from + Step);
            var local = Local(from);
            if (Opening(local, local + (to - from)) is { } opening) return TimeZoneInfo.ConvertTime(from + (opening - local), Zone);
            from = to;
        }

        return null;
    }

    /// <summary>The earliest moment, <paramref name="instant"/> or later, at which the schedule is closed. Null: not within two weeks.</summary>
    public DateTimeOffset? NextClosing(DateTimeOffset instant)
    {
        var end = instant + Horizon;
        for (var from = instant; from < end;)
        {
            var to = SteadyUntil(from, from + Step);
            var local = Local(from);
            var closing = local;
            while (closing < local + (to - from) && EndOf(closing) is { } until) closing = until;
            if (closing < local + (to - from)) return TimeZoneInfo.ConvertTime(from + (closing - local), Zone);
            from = to;
        }

        return null;
    }

    /// <summary>The end of the window that is open at a clock time, of several the last. Null: none is.</summary>
    private DateTime? EndOf(DateTime at)
    {
        DateTime? last = null;
        for (var day = at.Date.AddDays(-1); day <= at; day = day.AddDays(1))
        {
            foreach (var window in WindowsOf(day.DayOfWeek))
                if (day + window.Start <= at && at < day + window.End && !(last >= day + window.End)) last = day + window.End;
        }

        return last;
    }

    /// <summary>The earliest open clock time in [from, to), a stretch in which the clock runs evenly.</summary>
    private DateTime? Opening(DateTime from, DateTime to)
    {
        DateTime? earliest = null;
        for (var day = from.Date.AddDays(-1); day < to; day = day.AddDays(1))
        {
            foreach (var window in WindowsOf(day.DayOfWeek))
            {
                var opening = day + window.Start > from ? day + window.Start : from;
                if (opening < to && opening < day + window.End && !(opening >= earliest)) earliest = opening;
            }
        }

        return earliest;
    }

    /// <summary>The first moment in (from, to] from which on the clock is another, or <paramref name="to"/>.</summary>
    private DateTimeOffset SteadyUntil(DateTimeOffset from, DateTimeOffset to)
    {
        var offset = Zone.GetUtcOffset(from);
        if (Zone.GetUtcOffset(to) == offset) return to;
        var (before, after) = (from, to);
        while (after - before > TimeSpan.FromTicks(1))
        {
            var middle = before + ((after - before) / 2);
            if (Zone.GetUtcOffset(middle) == offset) before = middle;
            else after = middle;
        }

        return after;
    }

    private DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).DateTime;

    private TimeWindow[] WindowsOf(DayOfWeek day) => day is DayOfWeek.Saturday or DayOfWeek.Sunday ? _weekends : _workdays;

    private static TimeWindow[] Parse(string[] windows) => Array.ConvertAll(
        windows,
        text => TimeWindow.TryParse(text, out var window) ? window : throw new FormatException("A window is HH:mm-HH:mm."));
}
