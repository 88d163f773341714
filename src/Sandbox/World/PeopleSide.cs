using System.Text.Json;
using MultiBot.Sandbox.BotApi;
using MultiBot.Sandbox.Journal;

namespace MultiBot.Sandbox.World;

/// <summary>What people do: write, edit, block. Each act becomes an update in the bot's queue and wakes its poll.</summary>
internal static class PeopleSide
{
    /// <summary>A person writes. The chat exists from then on, and the bot may write there.</summary>
    public static ActResult Write(SandboxWorld world, SandboxBot bot, PersonWrites wish)
    {
        world.Remember(wish.From);
        lock (bot.Gate)
        {
            var chat = Open(bot, wish);
            if (chat.Blocked)
                return ActResult.Refused("blocked", "This chat has blocked the bot; unblock first.");
            if (chat.MigratedTo is not null)
                return ActResult.Refused("migrated", "This group became a supergroup; write to its new id.");
            var replyTo = wish.ReplyTo is { } id ? chat.Find(id) : null;
            if (wish.ReplyTo is not null && replyTo is null)
                return ActResult.Refused("message-not-found", "replyTo names no message of this chat.");
            var entry = Compose(world, bot, chat, wish, replyTo);
            chat.Add(entry);
            if (entry.Media?.Content is { } content)
                bot.Files.Put(MediaJson.FileIdOf(entry), content);
            world.Totals.Message();
            var update = Queue(world, bot, chat.Id, UpdateKinds.Message, (bot, chat, entry), WriteMessageUpdate);
            Note(world, bot, "person.message", chat.Id, entry.Id, update);
            return ActResult.Done(entry.Id, update);
        }
    }

    /// <summary>A person changes an earlier text or caption.</summary>
    public static ActResult Edit(SandboxWorld world, SandboxBot bot, long chatId, int messageId, string text)
    {
        lock (bot.Gate)
        {
            var chat = bot.FindChat(chatId);
            if (chat?.Find(messageId) is not { From: not null } entry)
                return ActResult.Refused("message-not-found", "editOf names no message that a person wrote in this chat.");
            entry.Text = text;
            entry.EditedAt = world.Now;
            world.Totals.Edit();
            var update = Queue(world, bot, chat.Id, UpdateKinds.EditedMessage, (bot, chat, entry), WriteEditUpdate);
            Note(world, bot, "person.edit", chat.Id, entry.Id, update);
            return ActResult.Done(entry.Id, update);
        }
    }

    /// <summary>Blocks or unblocks the bot; in a group: throws it out or adds it again.</summary>
    public static ActResult Block(SandboxWorld world, SandboxBot bot, long chatId, bool blocked)
    {
        lock (bot.Gate)
        {
            if (bot.FindChat(chatId) is not { Started: true } chat)
                return ActResult.Refused("chat-not-found", "Nobody has written in this chat.");
            if (chat.Blocked == blocked)
                return ActResult.Done(null, null);
            chat.Blocked = blocked;
            var by = chat.Person ?? new Person(chatId, "Administrator");
            var update = Queue(world, bot, chat.Id, UpdateKinds.MyChatMember, (bot, chat, by, blocked, world.Now), MemberJson.WriteUpdate);
            Note(world, bot, blocked ? "person.block" : "person.unblock", chat.Id, null, update);
            return ActResult.Done(null, update);
        }
    }

    /// <summary>A basic group becomes a supergroup under a new id; the old id answers with <c>migrate_to_chat_id</c>.</summary>
    public static ActResult Migrate(SandboxWorld world, SandboxBot bot, long chatId, long newChatId)
    {
        lock (bot.Gate)
        {
            if (bot.FindChat(chatId) is not { Type: ChatType.Group, MigratedTo: null } chat)
                return ActResult.Refused("chat-not-found", "Only a basic group can become a supergroup.");
            chat.MigratedTo = newChatId;
            var supergroup = bot.OpenChat(newChatId, ChatType.Supergroup);
            supergroup.Title = chat.Title;
            supergroup.Person = chat.Person;
            supergroup.Started = true;
            var id = bot.DrawMessageId(chat);
            var update = Queue(world, bot, chat.Id, UpdateKinds.Message, (bot, chat, id, newChatId, world.Now), MemberJson.WriteMigration);
            Note(world, bot, "person.migrate", chat.Id, id, update);
            return ActResult.Done(id, update);
        }
    }

    private static Chat Open(SandboxBot bot, PersonWrites wish)
    {
        var chat = bot.OpenChat(wish.ChatId, wish.ChatType);
        chat.Started = true;
        chat.Person = wish.From;
        chat.Title = wish.ChatTitle ?? chat.Title;
        return chat;
    }

    private static ChatEntry Compose(SandboxWorld world, SandboxBot bot, Chat chat, PersonWrites wish, ChatEntry? replyTo) => new()
    {
        Id = bot.DrawMessageId(chat),
        From = wish.From,
        At = world.Now,
        Kind = wish.Kind,
        Text = wish.Text,
        Media = wish.Media,
        ReplyTo = replyTo,
        ForwardedFrom = wish.ForwardedFrom,
        SenderChat = wish.SenderChat,
        Marks = wish.Marks,
    };

    /// <summary>Null when the bot did not ask for this kind. A duplicating fault queues the update twice.</summary>
    private static int? Queue<TState>(
        SandboxWorld world, SandboxBot bot, long chatId, UpdateKinds kind, TState state, Action<Utf8JsonWriter, TState> write)
    {
        if ((bot.Updates.Allowed & kind) == 0)
            return null;
        var id = Enqueue(world, bot, bot.Updates.DrawId(), state, write);
        if (world.Faults.DrawDuplicate(bot.Id, chatId) is { } fault)
        {
            world.Totals.Fault();
            Enqueue(world, bot, fault.NewId ? bot.Updates.DrawId() : id, state, write);
        }

        bot.Poll?.End(PollEnd.Updates);
        return id;
    }

    private static int Enqueue<TState>(SandboxWorld world, SandboxBot bot, int id, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var json = JsonBody.Write((id, state, write), static (json, update) =>
        {
            json.WriteStartObject();
            json.WriteNumber("update_id"u8, update.id);
            update.write(json, update.state);
            json.WriteEndObject();
        });
        bot.Updates.Add(new PendingUpdate(id, json, world.Now));
        return id;
    }

    private static void WriteMessageUpdate(Utf8JsonWriter json, (SandboxBot Bot, Chat Chat, ChatEntry Entry) message)
    {
        json.WritePropertyName("message"u8);
        MessageJson.WriteMessage(json, message.Bot, message.Chat, message.Entry);
    }

    private static void WriteEditUpdate(Utf8JsonWriter json, (SandboxBot Bot, Chat Chat, ChatEntry Entry) message)
    {
        json.WritePropertyName("edited_message"u8);
        MessageJson.WriteMessage(json, message.Bot, message.Chat, message.Entry);
    }

    private static void Note(SandboxWorld world, SandboxBot bot, string what, long chatId, int? messageId, int? updateId) =>
        world.Journal.Add(new JournalEntry
        {
            At = world.Now,
            Bot = bot.Id,
            What = what,
            ChatId = chatId,
            MessageId = messageId,
            UpdateId = updateId,
        });
}

/// <summary>A message that a person wants to write.</summary>
internal sealed record PersonWrites(long ChatId, ChatType ChatType, Person From)
{
    public string? ChatTitle { get; init; }

    public MessageKind Kind { get; init; }

    public string? Text { get; init; }

    public MediaFacts? Media { get; init; }

    public int? ReplyTo { get; init; }

    public string? ForwardedFrom { get; init; }

    public NamedChat? SenderChat { get; init; }

    public TextMark[] Marks { get; init; } = [];
}

/// <summary>What came of a person's act: ids, or a code and a sentence why not.</summary>
internal readonly record struct ActResult(int? MessageId, int? UpdateId, string? Code, string? Reason)
{
    public static ActResult Done(int? messageId, int? updateId) => new(messageId, updateId, null, null);

    public static ActResult Refused(string code, string reason) => new(null, null, code, reason);
}
