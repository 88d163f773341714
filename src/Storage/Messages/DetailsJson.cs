using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiBot.Domain.Messages;

namespace MultiBot.Storage.Messages;

/// <summary>Details and text in one piece of bytes. Fields that a later version adds are passed over, and those it lacks are null.</summary>
internal static partial class DetailsJson
{
    public static byte[] Join(MessageDetails details, string text)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(details, Context.Default.MessageDetails);
        var bytes = new byte[sizeof(int) + json.Length + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, json.Length);
        json.CopyTo(bytes.AsSpan(sizeof(int)));
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(sizeof(int) + json.Length));
        return bytes;
    }

    public static (string Text, MessageDetails? Details) Split(ReadOnlySpan<byte> bytes)
    {
        var end = sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return (Encoding.UTF8.GetString(bytes[end..]), JsonSerializer.Deserialize(bytes[sizeof(int)..end], Context.Default.MessageDetails));
    }

    public static string? Write(MessageDetails? details) => details is null ? null : JsonSerializer.Serialize(details, Context.Default.MessageDetails);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonSerializable(typeof(MessageDetails))]
    private sealed partial class Context : JsonSerializerContext;
}
