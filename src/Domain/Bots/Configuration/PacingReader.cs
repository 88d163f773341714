namespace MultiBot.Domain.Bots.Configuration;

/// <summary>The fields of <c>pacing</c>.</summary>
internal static class PacingReader
{
    private const double MaxSeconds = 300;
    private const double MaxPerSecond = 1_000;
    private const double MaxPerChatPerSecond = 100;
    private const double MaxPerGroupPerMinute = 6_000;

    // Minutes: from what a test needs to thirty days.
    private const double MinAge = 0.01;
    private const double MaxAge = 43_200;

    private const int MaxRepliesADay = 1_000;
    private const int LastYear = 2100;

    private static readonly Shape Time = new(
        text => ValueRules.ReadTime(text) is { Year: <= LastYear }, ConfigCodes.BadTime, "It must be a date and time of this century with its offset, such as 2026-12-31T09:00:00+06:00.");

    public static PacingConfig Read(SectionReader section, bool isTemplate)
    {
        var defaults = new PacingConfig();
        var pacing = new PacingConfig
        {
            DebounceSeconds = section.Number("debounceSeconds", defaults.DebounceSeconds, 0, MaxSeconds),
            MinTypingSeconds = section.Number("minTypingSeconds", defaults.MinTypingSeconds, 0, MaxSeconds),
            MaxTypingSeconds = section.Number("maxTypingSeconds", defaults.MaxTypingSeconds, 0, MaxSeconds),
            MessagesPerSecond = section.Number("messagesPerSecond", defaults.MessagesPerSecond, 0, MaxPerSecond),
            MessagesPerChatPerSecond = section.Number("messagesPerChatPerSecond", defaults.MessagesPerChatPerSecond, 0, MaxPerChatPerSecond),
            MessagesPerGroupPerMinute = section.Number("messagesPerGroupPerMinute", PacingConfig.UsualPerGroupPerMinute, 0, MaxPerGroupPerMinute),
            MaxReplyAgeMinutes = section.Number("maxReplyAgeMinutes", defaults.MaxReplyAgeMinutes, MinAge, MaxAge),
            ReplyWindows = WindowsReader.Read(section.SectionOrNull("replyWindows")),
            MaxRepliesPerPersonPerDay = section.WholeOrNull("maxRepliesPerPersonPerDay", 1, MaxRepliesADay),
            AwayUntil = section.Shaped("awayUntil", Time) is { } away ? ValueRules.ReadTime(away) : null,
        };
        if (pacing.ReplyWindows is { Workdays: [], Weekends: [] } && !section.Errors.Any)
            section.Refuse("replyWindows", ConfigCodes.OutOfRange, "Without a window it would never answer: give one, or switch features.replies off.");
        var bothGiven = section.Has("minTypingSeconds") && section.Has("maxTypingSeconds");
        if (pacing.MinTypingSeconds > pacing.MaxTypingSeconds && (bothGiven || !isTemplate))
            section.Refuse("minTypingSeconds", ConfigCodes.OutOfRange, "It must not be above maxTypingSeconds.");
        section.Finish();
        return pacing;
    }
}
