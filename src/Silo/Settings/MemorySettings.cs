using System.ComponentModel.DataAnnotations;

namespace MultiBot.Silo.Settings;

/// <summary>When a silo gives memory back (<c>MultiBot:Memory</c>).</summary>
public sealed class MemorySettings
{
    public const string Section = "MultiBot:Memory";

    /// <summary>Time between two looks. 30 s: what an idle silo throws away in that time is some 5 MB, and as much again for each thousand bots.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of garbage that are worth a collection. 8 MiB: what a silo without bots makes in a minute.</summary>
    [Range(0, long.MaxValue)]
    public long LeastGarbage { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Bytes of garbage between two looks from which on a silo is busy and left alone: the collector comes by itself, and a collection of the
    /// whole heap would delay answers. 128 MiB in 30 s: some forty messages a second, or 20,000 bots to whom nobody writes.
    /// What is given back is asked for again: at 25 messages a second the silo holds 330 MB instead of 440 and takes some 20 % more CPU.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long MostGarbage { get; set; } = 128 * 1024 * 1024;
}
