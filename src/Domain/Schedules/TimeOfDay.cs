namespace MultiBot.Domain.Schedules;

/// <summary>The part of a day a person would greet by.</summary>
public enum TimeOfDay : byte
{
    Night,
    Morning,
    Day,
    Evening,
}

public static class TimesOfDay
{
    /// <summary>5–12 morning, 12–18 day, 18–23 evening, else night.</summary>
    public static TimeOfDay Of(TimeOnly local) => local.Hour switch
    {
        >= 5 and < 12 => TimeOfDay.Morning,
        >= 12 and < 18 => TimeOfDay.Day,
        >= 18 and < 23 => TimeOfDay.Evening,
        _ => TimeOfDay.Night,
    };

    public static TimeOfDay Of(DateTimeOffset instant, TimeZoneInfo zone) =>
        Of(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime));
}
