using System.Globalization;
using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Tests.Schedules;

/// <summary>Looks at the wall clock and at the list, and knows nothing else.</summary>
internal sealed class ClockWatcher(WeekWindows windows, TimeZoneInfo zone)
{
    private readonly (int Start, int End)[] _workdays = [.. windows.Workdays.Select(Minutes)];
    private readonly (int Start, int End)[] _weekends = [.. windows.Weekends.Select(Minutes)];

    public bool IsOpen(DateTimeOffset instant)
    {
        var clock = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
        var minute = (clock.Hour * 60) + clock.Minute;
        return Of(clock.DayOfWeek).Any(w => w.Start <= minute && minute < (w.Start < w.End ? w.End : 1440))
            || Of(clock.AddDays(-1).DayOfWeek).Any(w => w.Start > w.End && minute < w.End);
    }

    private (int Start, int End)[] Of(DayOfWeek day) => day is DayOfWeek.Saturday or DayOfWeek.Sunday ? _weekends : _workdays;

    private static (int Start, int End) Minutes(string text) => (Minute(text[..5]), Minute(text[6..]));

    private static int Minute(string clock) => (int.Parse(clock[..2], CultureInfo.InvariantCulture) * 60) + int.Parse(clock[3..], CultureInfo.InvariantCulture);
}
