using System.Globalization;

namespace MultiBot.Grains.Abstractions.Events;

/// <summary>
/// The stream provider of the event log. There is a stream for each of <see cref="Domain.Events.EventPartitions"/>; its items are
/// <see cref="Domain.Events.EventStretch"/>.
/// </summary>
public static class EventStreams
{
    /// <summary>The name of the provider and the namespace of its streams.</summary>
    public const string Name = "events";

    /// <summary>The key of a partition's stream.</summary>
    public static string KeyOf(int partition) => partition.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>The partition of a stream, and of the subscriber's grain that has the same key.</summary>
    public static int PartitionOf(string key) => int.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture);
}
