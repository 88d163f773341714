using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Schedules;

namespace MultiBot.Replies.Prompts;

/// <summary>What a model is told in place of a message of the person's, when the persona writes first.</summary>
internal static class UnaskedWords
{
    /// <summary>Characters of what was arranged: a sentence or two.</summary>
    public const int LongestAbout = 500;

    public static string Describe(UnaskedMessage message) => message.Kind switch
    {
        AutonomyKind.FollowUp => $"[The person has not written since. It is {NameOf(message.TimeOfDay)} where they are. Come back to what was said last with one short, light message, without reproach.]",
        AutonomyKind.Arranged => $"[You had agreed to write to the person now{About(message)}. It is {NameOf(message.TimeOfDay)} where they are. Do so, with one short message.]",
        _ => $"[Nobody has written for a while, and you write first. It is {NameOf(message.TimeOfDay)} where the person is: if you greet them, then by that time of day. Ask one short question, about the topic named above if there is one.]",
    };

    /// <summary>A model's words, made of a person's: no instruction.</summary>
    private static string About(UnaskedMessage message) => Quoted.Of(message.About, LongestAbout) is { Length: > 0 } about ? $", about {about}" : "";

    private static string NameOf(TimeOfDay time) => time switch
    {
        TimeOfDay.Morning => "morning",
        TimeOfDay.Day => "day",
        TimeOfDay.Evening => "evening",
        _ => "night",
    };
}
