using System.ComponentModel.DataAnnotations;

namespace MultiBot.Silo.Settings;

/// <summary>Discovery of bots from files (<c>MultiBot:Bots</c>).</summary>
public sealed class BotsSettings
{
    public const string Section = "MultiBot:Bots";

    /// <summary>One JSON file per bot. Relative to the repository's root, else to the working directory. It need not exist.</summary>
    [Required]
    public string Folder { get; set; } = "bots";

    /// <summary>Quiet time after the last change before files are read: editors write a file in several steps.</summary>
    [Range(0.01, 60)]
    public double SettleSeconds { get; set; } = 0.5;

    /// <summary>Files are looked at this often as well: some file systems report no changes.</summary>
    [Range(1, 3600)]
    public double RescanSeconds { get; set; } = 30;
}
