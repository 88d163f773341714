using System.Buffers;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Chats;
using Orleans.Serialization;

namespace MultiBot.HotPieces;

/// <summary>A nudge with one message, as it travels between two silos.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private readonly ArrayBufferWriter<byte> written = new();
    private readonly Serializer<ChatAdvance> codec =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<ChatAdvance>>();

    [GlobalSetup]
    public void Fill() => codec.Serialize(SomeChat.Advance, written);

    [Benchmark]
    public int Write()
    {
        written.ResetWrittenCount();
        codec.Serialize(SomeChat.Advance, written);
        return written.WrittenCount;
    }

    [Benchmark]
    public ChatAdvance? Read() => codec.Deserialize(written.WrittenMemory);
}
