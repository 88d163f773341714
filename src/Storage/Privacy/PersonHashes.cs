using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Storage.Secrets;

namespace MultiBot.Storage.Privacy;

/// <summary>
/// Names persons without telling who they are: HMACs under keys that are made from the master key, which is never in the database.
/// Without it nobody can try the few billion ids one after another.
/// </summary>
internal sealed class PersonHashes(MasterKey master)
{
    public const int Size = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _erasures = master.Derive("multibot erasures");
    private readonly byte[] _doNotContact = master.Derive("multibot do not contact");

    /// <summary>A person as one bot knows them.</summary>
    public byte[] Of(BotId bot, ChatId chat) => HMACSHA256.HashData(_erasures, Encoding.UTF8.GetBytes($"{bot.Value}\0{chat}"));

    /// <summary>The same, of one chat.</summary>
    public byte[] Of(ChatKey key) => Of(key.Bot, key.Chat);

    /// <summary>A person, whichever bot knows them. In a private chat the chat's id is the person's.</summary>
    public byte[] Of(ChatId person)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, person.Value);
        return HMACSHA256.HashData(_doNotContact, number);
    }
}
