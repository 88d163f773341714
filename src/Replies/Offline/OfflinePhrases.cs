using System.Globalization;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Schedules;

namespace MultiBot.Replies.Offline;

/// <summary>The offline generator's words in one language.</summary>
internal sealed record OfflinePhrases(
    string ThanksForOne, string ThanksForMany, string ThanksForPhoto, string ThanksForVoice, string OtherTopic, string[] Greetings, IReadOnlyDictionary<string, string> Questions)
{
    /// <summary>The predecessor's order.</summary>
    public static string[] Topics { get; } = ["interests", "work", "travel", "music_movies", "values", "family", "goals", "fears", "facts"];

    /// <summary>By the first part of an IETF tag; English where a language is missing.</summary>
    public static OfflinePhrases In(string language) => language.Split('-', '_')[0].ToLowerInvariant() switch
    {
        "ru" => Russian,
        _ => English,
    };

    public string Thanks(MessageKind last, bool many) => (many, last) switch
    {
        (true, _) => ThanksForMany,
        (_, MessageKind.Photo) => ThanksForPhoto,
        (_, MessageKind.Voice or MessageKind.VideoNote) => ThanksForVoice,
        _ => ThanksForOne,
    };

    public string Question(string topic) =>
        Questions.TryGetValue(topic, out var question) ? question : string.Format(CultureInfo.InvariantCulture, OtherTopic, topic.Replace('_', ' '));

    /// <summary>A greeting that fits any hour where none does by name: nobody is wished a good night to start a talk.</summary>
    public string Greeting(TimeOfDay time) => Greetings[(int)time];

    private static OfflinePhrases English { get; } = new(
        "Thanks for your message!",
        "Thanks for your messages, I have read them all!",
        "Thanks for the photo!",
        "Thanks for the recording!",
        "What comes to your mind about this: {0}?",
        ["Hi!", "Good morning!", "Hi!", "Good evening!"],
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["interests"] = "What do you like to do in your free time?",
            ["work"] = "What do you work on these days?",
            ["travel"] = "Which place would you like to travel to next?",
            ["music_movies"] = "Which song or film has stayed with you lately?",
            ["values"] = "What matters most to you in people?",
            ["family"] = "Who are the people closest to you?",
            ["goals"] = "What would you like to achieve this year?",
            ["fears"] = "Is there something that worries you at the moment?",
            ["facts"] = "Which small fact about you would surprise me?",
        });

    private static OfflinePhrases Russian { get; } = new(
        "Спасибо за сообщение!",
        "Спасибо за сообщения, все прочитано!",
        "Спасибо за фото!",
        "Спасибо за запись!",
        "А что приходит на ум, когда речь заходит о таком: {0}?",
        ["Привет!", "Доброе утро!", "Привет!", "Добрый вечер!"],
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["interests"] = "Чем любишь заниматься в свободное время?",
            ["work"] = "Над чем работаешь в последнее время?",
            ["travel"] = "Куда хочется поехать в следующий раз?",
            ["music_movies"] = "Какая песня или какой фильм запомнились в последнее время?",
            ["values"] = "Что для тебя главное в людях?",
            ["family"] = "Кто для тебя самые близкие люди?",
            ["goals"] = "Чего хочется добиться в этом году?",
            ["fears"] = "Есть ли что-то, что сейчас тревожит?",
            ["facts"] = "Какой небольшой факт о тебе меня бы удивил?",
        });
}
