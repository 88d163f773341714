using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MultiBot.Domain.Autonomy;

/// <summary>The seed of a cluster's dice: all its silos, and every look ahead, roll the same.</summary>
public static class ClusterSeed
{
    public static ulong Of(string clusterId) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(clusterId)));
}
