using CsCheck;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Schedules;
using Schedule = MultiBot.Domain.Schedules.Schedule;

namespace MultiBot.Domain.Tests.Schedules;

public class ScheduleTests
{
    private static readonly WeekWindows Office = new() { Workdays = ["09:00-13:00", "22:00-02:00"], Weekends = ["10:00-23:00"] };

    [Theory]
    [InlineData("2026-11-20T08:59:59+06:00", false)]
    [InlineData("2026-11-20T09:00:00+06:00", true)]
    [InlineData("2026-11-20T13:00:00+06:00", false)]
    [InlineData("2026-11-21T01:59:59+06:00", true)] // Saturday night, of Friday's window
    [InlineData("2026-11-21T02:00:00+06:00", false)]
    [InlineData("2026-11-22T22:30:00+06:00", true)] // Sunday, of its own
    [InlineData("2026-11-23T01:00:00+06:00", false)] // Monday night: Sunday has no late window
    [InlineData("2026-11-23T16:00:00+00:00", true)]
    public void IsOpen_ByTheClockOfItsZone_FollowsTheDayAWindowStartsOn(string instant, bool open) =>
        Assert.Equal(open, Schedule.Of(Office, Zone("Asia/Bishkek")).IsOpen(At(instant)));

    [Theory]
    [InlineData("2026-11-20T08:00:00+06:00", "2026-11-20T09:00:00+06:00")]
    [InlineData("2026-11-20T10:00:00+06:00", "2026-11-20T10:00:00+06:00")]
    [InlineData("2026-11-20T13:00:00+06:00", "2026-11-20T22:00:00+06:00")]
    [InlineData("2026-11-21T02:00:00+06:00", "2026-11-21T10:00:00+06:00")]
    [InlineData("2026-11-22T23:00:00+06:00", "2026-11-23T09:00:00+06:00")]
    public void NextOpening_FromAnyMoment_IsTheEarliestOpenOne(string instant, string opening) =>
        Assert.Equal(At(opening), Schedule.Of(Office, Zone("Asia/Bishkek")).NextOpening(At(instant)));

    [Theory]
    [InlineData("2026-03-29T01:59:00+01:00", "02:30-04:00", "2026-03-29T03:00:00+02:00")] // the start is skipped: open when the clock comes back
    [InlineData("2026-03-29T01:59:00+01:00", "02:10-02:50", "2026-04-04T02:10:00+02:00")] // skipped as a whole: next weekend
    [InlineData("2026-10-25T02:50:00+02:00", "02:10-02:40", "2026-10-25T02:10:00+01:00")] // the hour comes twice
    [InlineData("2026-10-25T02:45:00+02:00", "01:00-02:40", "2026-10-25T02:00:00+01:00")] // the clock goes back into the window
    public void NextOpening_WhereClocksChange_FollowsTheClockOnTheWall(string instant, string window, string opening) =>
        Assert.Equal(At(opening), Schedule.Of(new WeekWindows { Weekends = [window] }, Zone("Europe/Berlin")).NextOpening(At(instant)));

    [Fact]
    public void NextOpening_WhenThereAreNoWindows_IsNever()
    {
        var schedule = Schedule.Of(new WeekWindows(), TimeZoneInfo.Utc);

        Assert.Null(schedule.NextOpening(At("2026-11-20T08:00:00Z")));
        Assert.False(schedule.IsOpen(At("2026-11-20T08:00:00Z")));
    }

    [Fact]
    public void Of_WhenAWindowIsNone_Throws() => Assert.Throws<FormatException>(() => Schedule.Of(new WeekWindows { Workdays = ["nine to five"] }, TimeZoneInfo.Utc));

    [Theory]
    [InlineData("00:00-24:00", 0, 1440)]
    [InlineData("18:00-00:00", 1080, 1440)]
    [InlineData("22:00-02:00", 1320, 1560)]
    [InlineData("00:01-00:00", 1, 1440)]
    public void TryParse_WhenAWindowIsGood_GivesItsMinutes(string text, int start, int end)
    {
        Assert.True(TimeWindow.TryParse(text, out var window));
        Assert.Equal((start, end), ((int)window.Start.TotalMinutes, (int)window.End.TotalMinutes));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("9:00-13:00")]
    [InlineData("09:00–13:00")]
    [InlineData("09:00-13:60")]
    [InlineData("09:00-25:00")]
    [InlineData("09:00-24:01")]
    [InlineData("24:00-09:00")]
    [InlineData("09:00-09:00")]
    [InlineData("0a:00-09:00")]
    [InlineData("09:a0-10:00")]
    [InlineData("09.00-10:00")]
    [InlineData("09:00-10.00")]
    [InlineData("-9:00-10:00")]
    public void TryParse_WhenAWindowIsNone_SaysSo(string? text) => Assert.False(TimeWindow.TryParse(text, out _));

    [Theory]
    [InlineData(4, TimeOfDay.Night)]
    [InlineData(5, TimeOfDay.Morning)]
    [InlineData(11, TimeOfDay.Morning)]
    [InlineData(12, TimeOfDay.Day)]
    [InlineData(17, TimeOfDay.Day)]
    [InlineData(18, TimeOfDay.Evening)]
    [InlineData(22, TimeOfDay.Evening)]
    [InlineData(23, TimeOfDay.Night)]
    [InlineData(0, TimeOfDay.Night)]
    public void TimeOfDay_ByTheLocalHour_IsWhatOneGreetsBy(int hour, TimeOfDay expected)
    {
        Assert.Equal(expected, TimesOfDay.Of(new TimeOnly(hour, 59)));
        Assert.Equal(expected, TimesOfDay.Of(new DateTimeOffset(2026, 11, 20, hour, 0, 0, TimeSpan.FromHours(6)).ToUniversalTime(), Zone("Asia/Bishkek")));
    }

    /// <summary>Every minute of years, in zones that change their clocks by whole and half hours, at midnight, twice within Ramadan, and over a whole day.</summary>
    [Theory]
    [InlineData("Europe/Berlin", 2025, 2)]
    [InlineData("America/Santiago", 2025, 1)] // at midnight
    [InlineData("Australia/Lord_Howe", 2026, 1)] // by half an hour
    [InlineData("Africa/Casablanca", 2026, 1)] // back for Ramadan
    [InlineData("Pacific/Apia", 2011, 1)] // a day that never was
    [InlineData("Asia/Kathmandu", 2026, 1)]
    public void Schedule_OverEveryMinuteOfYears_AgreesWithAClockWatcher(string zoneId, int year, int years)
    {
        var zone = Zone(zoneId);
        var windows = new WeekWindows { Workdays = ["00:15-00:45", "02:10-02:50", "23:30-00:30"], Weekends = ["01:45-03:05", "22:00-01:10"] };
        var schedule = Schedule.Of(windows, zone);
        var watcher = new ClockWatcher(windows, zone);
        var end = new DateTimeOffset(year + years, 1, 1, 0, 0, 0, TimeSpan.Zero);
        DateTimeOffset? next = null, closing = null;
        for (var minute = end.AddMinutes(-1); minute.Year >= year; minute = minute.AddMinutes(-1))
        {
            var open = watcher.IsOpen(minute);
            if (open) next = minute;
            else closing = minute;
            if (schedule.IsOpen(minute) != open) Assert.Fail($"{minute:O}: the watcher says {(open ? "open" : "closed")}.");
            if (next is not null && minute.Minute % 15 == 10 && schedule.NextOpening(minute) != next) Assert.Fail($"{minute:O}: next is {next:O}, not {schedule.NextOpening(minute):O}.");
            if (closing is not null && minute.Minute % 15 == 10 && schedule.NextClosing(minute) != closing) Assert.Fail($"{minute:O}: closes {closing:O}, not {schedule.NextClosing(minute):O}.");
        }
    }

    [Fact]
    public void Schedule_WhateverTheWindowsAndTheMoment_AgreesWithAClockWatcher()
    {
        var clocks = Gen.Select(Gen.Int[0, 23], Gen.Int[0, 59], (hour, minute) => $"{hour:00}:{minute:00}");
        var windows = Gen.Select(clocks, clocks, (start, end) => $"{start}-{end}").Where(text => TimeWindow.TryParse(text, out _)).Array[0, 3];
        var zones = Gen.OneOf("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "America/St_Johns", "Asia/Bishkek", "UTC").Select(Zone);
        var moments = Gen.Long[0, 366L * 24 * 60].Select(minute => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute));
        Gen.Select(windows, windows, zones, moments).Sample(
            (workdays, weekends, zone, moment) =>
            {
                var week = new WeekWindows { Workdays = workdays, Weekends = weekends };
                var watcher = new ClockWatcher(week, zone);
                var expected = Enumerable.Range(0, 9 * 24 * 60).Select(minute => moment.AddMinutes(minute)).FirstOrDefault(watcher.IsOpen);
                var next = Schedule.Of(week, zone).NextOpening(moment);
                var closed = Enumerable.Range(0, 9 * 24 * 60).Select(minute => moment.AddMinutes(minute)).FirstOrDefault(minute => !watcher.IsOpen(minute));
                if (closed != default) Assert.Equal(closed, Schedule.Of(week, zone).NextClosing(moment));
                if (expected != default || workdays.Length + weekends.Length == 0) Assert.Equal(expected == default ? null : expected, next);
            },
            iter: 100);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}
