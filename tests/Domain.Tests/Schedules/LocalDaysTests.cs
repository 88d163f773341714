using MultiBot.Domain.Schedules;

namespace MultiBot.Domain.Tests.Schedules;

public class LocalDaysTests
{
    /// <summary>Zones at both ends of the day, with clocks that change at midnight and within Ramadan, and with a day that never was.</summary>
    [Theory]
    [InlineData("Europe/Berlin", 2026)]
    [InlineData("America/Santiago", 2026)]
    [InlineData("Asia/Beirut", 2026)]
    [InlineData("Africa/Casablanca", 2026)]
    [InlineData("Australia/Lord_Howe", 2026)]
    [InlineData("Pacific/Kiritimati", 2026)]
    [InlineData("Etc/GMT+12", 2026)]
    [InlineData("Pacific/Apia", 2011)]
    public void StartOf_EveryDayOfAYear_IsTheFirstMinuteThatShowsIt(string zoneId, int year)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var instant = new DateTimeOffset(year, 1, 2, 0, 0, 0, TimeSpan.Zero);
        var day = LocalDays.Of(instant, zone);
        for (; instant.Year == year; instant = instant.AddMinutes(1))
        {
            for (var shown = LocalDays.Of(instant, zone); day < shown;)
            {
                day = day.AddDays(1);
                if (LocalDays.StartOf(day, zone) != instant) Assert.Fail($"{day:O} began at {instant:O}, not at {LocalDays.StartOf(day, zone):O}.");
            }
        }
    }

    [Theory]
    [InlineData("Asia/Bishkek", "2026-11-19T18:00:00Z", "2026-11-20")]
    [InlineData("Asia/Bishkek", "2026-11-19T17:59:59Z", "2026-11-19")]
    [InlineData("America/Santiago", "2026-09-06T04:00:00Z", "2026-09-06")] // its first hour is skipped
    public void Of_AnInstant_IsTheDayOnTheWall(string zone, string instant, string day) => Assert.Equal(
        DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture),
        LocalDays.Of(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone)));
}
