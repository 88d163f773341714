namespace MultiBot.Domain.Schedules;

/// <summary>
/// A stretch of local time, <c>HH:mm-HH:mm</c>, its start within and its end without. An end at or before the start lies on the next
/// day; <c>24:00</c> is the end of the day.
/// </summary>
public readonly record struct TimeWindow
{
    private const int HoursInDay = 24;
    private const int MinutesInHour = 60;

    private TimeWindow(TimeSpan start, TimeSpan end) => (Start, End) = (start, end);

    /// <summary>Since local midnight, below 24 h.</summary>
    public TimeSpan Start { get; }

    /// <summary>Since the midnight before <see cref="Start"/>; above 24 h when the window crosses midnight.</summary>
    public TimeSpan End { get; }

    /// <summary>False for anything but <c>HH:mm-HH:mm</c>, and for equal ends: a whole day is <c>00:00-24:00</c>.</summary>
    public static bool TryParse(string? text, out TimeWindow window)
    {
        window = default;
        if (text is not { Length: 11 } || text[5] != '-') return false;
        if (!TryParseClock(text.AsSpan(0, 5), out var start) || !TryParseClock(text.AsSpan(6), out var end)) return false;
        if (start == end || start.Days > 0) return false;
        window = new TimeWindow(start, end > start ? end : end + TimeSpan.FromDays(1));
        return true;
    }

    private static bool TryParseClock(ReadOnlySpan<char> text, out TimeSpan clock)
    {
        clock = default;
        if (text[2] != ':' || !Digits(text[..2], out var hours) || !Digits(text[3..], out var minutes)) return false;
        if (minutes >= MinutesInHour || hours > HoursInDay || (hours == HoursInDay && minutes > 0)) return false;
        clock = new TimeSpan(hours, minutes, 0);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number)
    {
        number = ((text[0] - '0') * 10) + (text[1] - '0');
        return char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]);
    }
}
