using System.Text;
using MultiBot.Storage.Secrets;

namespace MultiBot.Storage.Privacy;

/// <summary>What an operator wrote beside an entry: it may name the person, so that it is sealed, and bound to the entry.</summary>
internal static class SealedNote
{
    private const string Purpose = "do-not-contact";

    public static byte[]? Seal(MasterKey master, byte[] person, string? note) =>
        note is null ? null : master.Seal(DoNotContactId.Of(person), Purpose, Encoding.UTF8.GetBytes(note));

    public static string Open(MasterKey master, byte[] person, ReadOnlySpan<byte> note) =>
        Encoding.UTF8.GetString(master.Open(DoNotContactId.Of(person), Purpose, note));
}
