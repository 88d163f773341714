using MultiBot.Domain.Schedules;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>The fields of a <see cref="WeekWindows"/>.</summary>
internal static class WindowsReader
{
    private const int MaxWindows = 20;

    private static readonly Shape Window = new(
        text => TimeWindow.TryParse(text, out _),
        ConfigCodes.BadWindow,
        "A window is HH:mm-HH:mm, such as 09:00-13:00; 22:00-02:00 crosses midnight, 00:00-24:00 is the whole day.");

    public static WeekWindows? Read(SectionReader? section)
    {
        if (section is null) return null;
        var windows = new WeekWindows
        {
            Workdays = section.List("workdays", MaxWindows, Window),
            Weekends = section.List("weekends", MaxWindows, Window),
        };
        section.Finish();
        return windows;
    }
}
