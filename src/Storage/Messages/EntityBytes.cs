using System.Buffers.Binary;
using System.Text;
using MultiBot.Domain.Messages;

namespace MultiBot.Storage.Messages;

/// <summary>The entities of a text as bytes: how many (16 bits), then for each its kind (8), offset (32) and length (32), little end first.</summary>
internal static class EntityBytes
{
    private const int Head = sizeof(ushort);
    private const int Each = 1 + sizeof(int) + sizeof(int);

    public static byte[] Of(TextEntity[] entities)
    {
        var bytes = new byte[Head + (entities.Length * Each)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)entities.Length));
        for (var i = 0; i < entities.Length; i++)
        {
            var at = bytes.AsSpan(Head + (i * Each));
            at[0] = (byte)entities[i].Kind;
            BinaryPrimitives.WriteInt32LittleEndian(at[1..], entities[i].Offset);
            BinaryPrimitives.WriteInt32LittleEndian(at[5..], entities[i].Length);
        }

        return bytes;
    }

    /// <summary>Entities and the text behind them.</summary>
    public static FormattedData Split(ReadOnlySpan<byte> bytes)
    {
        var entities = new TextEntity[BinaryPrimitives.ReadUInt16LittleEndian(bytes)];
        for (var i = 0; i < entities.Length; i++)
        {
            var at = bytes[(Head + (i * Each))..];
            entities[i] = new TextEntity
            {
                Kind = (TextEntityKind)at[0],
                Offset = BinaryPrimitives.ReadInt32LittleEndian(at[1..]),
                Length = BinaryPrimitives.ReadInt32LittleEndian(at[5..]),
            };
        }

        return new FormattedData(Encoding.UTF8.GetString(bytes[(Head + (entities.Length * Each))..]), entities);
    }
}
