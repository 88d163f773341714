using System.ComponentModel.DataAnnotations;

namespace MultiBot.Silo.Settings;

/// <summary>Which silos belong together (<c>MultiBot:Cluster</c>). The id also names Orleans' service, so that a console needs one name only.</summary>
public sealed class ClusterSettings
{
    public const string Section = "MultiBot:Cluster";

    [Required, StringLength(100, MinimumLength = 1)]
    public string Id { get; set; } = "multibot";
}
