using MultiBot.Domain.Chats;
using MultiBot.Domain.Privacy;
using MultiBot.Storage.Queries;

namespace MultiBot.Storage.Privacy;

/// <summary>A person's hash as the outside names an entry.</summary>
internal static class DoNotContactId
{
    private const string List = "do-not-contact";

    public static string Of(byte[] hash) => Convert.ToHexStringLower(hash);

    public static string Of(PersonHashes people, ChatId person) => Of(people.Of(person));

    /// <summary>Null: it is none.</summary>
    public static byte[]? Read(string id)
    {
        var hash = new byte[PersonHashes.Size];
        return id.Length == 2 * hash.Length && Convert.FromHexString(id, hash, out _, out _) is System.Buffers.OperationStatus.Done ? hash : null;
    }

    public static string Cursor(DoNotContactEntry last) => PageCursor.Make(List, last.Id);

    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static byte[]? ReadCursor(string? cursor) => PageCursor.Read(cursor, List, 1) is not [var id]
        ? null
        : Read(id) ?? throw new FormatException("This cursor is not one of this list.");
}
