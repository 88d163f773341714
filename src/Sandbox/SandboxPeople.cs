using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox;

/// <summary>
/// The people's side without HTTP, for a program that hosts the sandbox and plays the people itself: it writes, and hears each
/// message of a bot at the moment the person would see it. One per <see cref="SandboxWorld"/>; safe for concurrent use.
/// </summary>
public sealed class SandboxPeople
{
    private readonly SandboxWorld world;

    /// <param name="world">The world these people live in.</param>
    /// <param name="sees">
    /// Told of every message a bot sends, in the order of each chat. Called under that bot's lock: it returns at once and does not
    /// write from there.
    /// </param>
    public SandboxPeople(SandboxWorld world, Action<SeenMessage> sees)
    {
        ArgumentNullException.ThrowIfNull(world);
        this.world = world;
        world.Sees = sees;
    }

    /// <summary>A person writes in their private chat with a bot; the chat's id is the person's, as on Telegram.</summary>
    /// <param name="bot">The number before the token's colon.</param>
    /// <param name="person">Positive.</param>
    /// <param name="firstName">As the bot is told it.</param>
    /// <param name="text">1 to 4,096 UTF-16 units.</param>
    /// <exception cref="InvalidOperationException">The person has blocked the bot.</exception>
    public void Write(long bot, long person, string firstName, string text)
    {
        var result = PeopleSide.Write(world, world.Bot(bot), new PersonWrites(person, ChatType.Private, new Person(person, firstName)) { Text = text });
        if (result.Reason is { } reason)
            throw new InvalidOperationException(reason);
    }

    /// <summary>True while a getUpdates of this bot is waiting.</summary>
    public bool IsPolled(long bot)
    {
        if (world.FindBot(bot) is not { } known)
            return false;
        lock (known.Gate)
            return known.Poll is not null;
    }
}

/// <summary>A message of a bot, as the person of a chat sees it.</summary>
/// <param name="Bot">The bot's number.</param>
/// <param name="Chat">In a private chat the person's id.</param>
/// <param name="Text">The text, or the caption.</param>
public readonly record struct SeenMessage(long Bot, long Chat, string Text);
