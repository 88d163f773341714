using MultiBot.Domain.Bots;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;

namespace MultiBot.Replies.Tests;

/// <summary>Anna, a sailor, and what she knows of Pavel.</summary>
internal static class SomePerson
{
    public static BotConfig Anna { get; } = Some.Bot() with
    {
        Persona = new PersonaConfig { Prompt = " You are Anna, a sailor. ", Language = "ru", TimeZone = "Asia/Bishkek", FocusTopics = ["music_movies", "work", "travel"] },
    };

    public static ContactMemory Known { get; } = new()
    {
        Summary = "Pavel wrote about his boat. Anna offered to look at it.",
        Facts =
        [
            Learned("facts", "Has a small boat", 3), Learned("music_movies", "Likes old westerns", 1), Learned("music_movies", "Plays the banjo", 4, MemorySource.Operator),
        ],
    };

    public static ContactMemory Changed { get; } = Known with
    {
        Facts = [Learned("work", "Works at a bank", 1) with { Until = Day(9) }, .. Known.Facts, Learned("work", "Teaches maths at a school", 9)],
        TimeZone = new Guess("Pacific/Auckland", MemorySource.Analysis, Day(9)),
        Language = new Guess("en", MemorySource.Analysis, Day(9)),
    };

    /// <summary>Four lines of history and two messages to answer.</summary>
    public static ReplyRequest Request(ContactMemory memory) => Some.Request(Anna, history:
        [Some.Said(Author.Contact, "Look!"), Some.Said(Author.Persona, "Lovely."), Some.Said(Author.Operator, "Truly."), Some.Said(Author.Contact, "My boat", MessageKind.Photo)])
        with
    {
        ContactName = "Pavel",
        Memory = memory,
        Unanswered = [Some.Message("", MessageKind.Voice), Some.Message("Still there?", id: 2)],
    };

    public static Fact Learned(string topic, string text, int day, MemorySource source = MemorySource.Analysis) => new(topic, text, Day(day), source);

    public static DateTimeOffset Day(int day) => new(2026, 11, day, 8, 0, 0, TimeSpan.Zero);
}
