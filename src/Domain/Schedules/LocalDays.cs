namespace MultiBot.Domain.Schedules;

/// <summary>Days of the calendar on the wall of a time zone.</summary>
public static class LocalDays
{
    // Minutes from a day's midnight in UTC to its first moment anywhere: clocks are at most 14 h ahead of UTC and 12 h behind, and
    // a zone that changes sides of the date line leaves a day out.
    private const int Earliest = -15 * 60;
    private const int Latest = 37 * 60;

    public static DateOnly Of(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The first moment of the day, or of the next one that there is. It need not be midnight: some zones skip that hour.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var (before, start) = (Earliest, Latest);
        while (start - before > 1)
        {
            var middle = before + ((start - before) / 2);
            if (Of(midnight.AddMinutes(middle), zone) < day) before = middle;
            else start = middle;
        }

        return midnight.AddMinutes(start);
    }
}
