using System.Globalization;
using MultiBot.Domain.Schedules;

namespace MultiBot.Replies.Prompts;

/// <summary>The persona's clock in words. Pure but for the machine's table of time zones.</summary>
internal static class LocalTime
{
    /// <summary>"Sunday, 22 November 2026, 18:05 (evening), time zone Asia/Bishkek". An unknown zone counts as UTC.</summary>
    public static string Describe(DateTimeOffset now, string timeZone)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone)) (zone, timeZone) = (TimeZoneInfo.Utc, "UTC");
        var local = TimeZoneInfo.ConvertTime(now, zone);
        return string.Create(CultureInfo.InvariantCulture, $"{local:dddd, d MMMM yyyy, HH:mm} ({InWords(TimesOfDay.Of(now, zone))}), time zone {timeZone}");
    }

    private static string InWords(TimeOfDay part) => part switch
    {
        TimeOfDay.Morning => "morning",
        TimeOfDay.Day => "afternoon",
        TimeOfDay.Evening => "evening",
        _ => "night",
    };
}
