using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Schedules;

namespace MultiBot.Replies.Prompts;

/// <summary>What a model is told in place of a message of the person's, when the persona writes first.</summary>
internal static class UnaskedWords
{
    public static string Describe(UnaskedMessage message) => message.Kind is AutonomyKind.FollowUp
        ? $"[The person has not written since. It is {NameOf(message.TimeOfDay)} where they are. Come back to what was said last with one short, light message, without reproach.]"
        : $"[Nobody has written for a while, and you write first. It is {NameOf(message.TimeOfDay)} where the person is: if you greet them, then by that time of day. Ask one short question, about the topic named above if there is one.]";

    private static string NameOf(TimeOfDay time) => time switch
    {
        TimeOfDay.Morning => "morning",
        TimeOfDay.Day => "day",
        TimeOfDay.Evening => "evening",
        _ => "night",
    };
}
