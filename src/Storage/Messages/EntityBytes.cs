using System.Buffers.Binary;
using MultiBot.Domain.Messages;

namespace MultiBot.Storage.Messages;

/// <summary>The entities of a text as bytes: how many (16 bits), then for each its kind (8), offset (32) and length (32), little end first. None: no bytes.</summary>
internal static class EntityBytes
{
    private const int Head = sizeof(ushort);
    private const int Each = 1 + sizeof(int) + sizeof(int);

    public static byte[] Of(IReadOnlyList<TextEntity> entities)
    {
        if (entities.Count == 0) return [];
        var bytes = new byte[Head + (entities.Count * Each)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)entities.Count));
        for (var i = 0; i < entities.Count; i++)
        {
            var at = bytes.AsSpan(Head + (i * Each));
            at[0] = (byte)entities[i].Kind;
            BinaryPrimitives.WriteInt32LittleEndian(at[1..], entities[i].Offset);
            BinaryPrimitives.WriteInt32LittleEndian(at[5..], entities[i].Length);
        }

        return bytes;
    }

    /// <param name="bytes">What begins with entities.</param>
    /// <param name="length">Where they end.</param>
    public static TextEntity[] Read(ReadOnlySpan<byte> bytes, out int length)
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

        length = Head + (entities.Length * Each);
        return entities;
    }
}
