using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Storage.Privacy;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>A person's hashes as the steps take them.</summary>
internal static class PersonJson
{
    /// <summary>By which a bot's erased person is known.</summary>
    public static string Of(PersonHashes people, BotId bot, ChatId chat) => Convert.ToHexStringLower(people.Of(bot, chat));

    /// <summary>By which a person stands on the list of those whom no bot may write to.</summary>
    public static string Contact(PersonHashes people, ChatId chat) => Convert.ToHexStringLower(people.Of(chat));
}
