using System.ComponentModel.DataAnnotations;

namespace MultiBot.Silo.Settings;

/// <summary>
/// Which silos belong together (<c>MultiBot:Cluster</c>), and how fast they notice that one is gone. The id also names Orleans'
/// service, so that a console needs one name only. All silos of a cluster should have the same values.
/// </summary>
public sealed class ClusterSettings
{
    public const string Section = "MultiBot:Cluster";

    [Required, StringLength(100, MinimumLength = 1)]
    public string Id { get; set; } = "multibot";

    /// <summary>
    /// Seconds between two questions «are you there?» from silo to silo, and the patience for the answer. 1: with
    /// <see cref="MissedProbes"/> a dead silo is found in about 3 s (Orleans' default: 10 to 15); in a trial under full load no living one was.
    /// </summary>
    [Range(0.2, 60)]
    public double ProbeSeconds { get; set; } = 1;

    /// <summary>Questions in a row that must stay unanswered. 3: one lost packet or one pause of the garbage collector is no death.</summary>
    [Range(1, 20)]
    public int MissedProbes { get; set; } = 3;

    /// <summary>
    /// Seconds between two signs of life in the database. A row three times older is nobody's: after a crash of all silos the first
    /// to start waits so long before it no longer expects an answer of the dead. 2: some 6 s, and half a write a second per silo
    /// (Orleans' default of 30 made such a start take 102 s).
    /// </summary>
    [Range(0.5, 60)]
    public double SignOfLifeSeconds { get; set; } = 2;

    /// <summary>
    /// Seconds between two looks at the list of silos in the database. 1: news travel from silo to silo anyway; a silo that missed
    /// them, even that of its own death (it stood still), learns them within a second. One small query per silo.
    /// </summary>
    [Range(0.5, 60)]
    public double RefreshSeconds { get; set; } = 1;

    /// <summary>
    /// Hours after which the row of a dead silo is removed. 24: each restart leaves a row that every look at the list reads; a day
    /// is enough to see in the table what happened last night.
    /// </summary>
    [Range(2, 24 * 30)]
    public double ForgetDeadHours { get; set; } = 24;

    /// <summary>
    /// Longest wait, in seconds, for an answer among Orleans' own parts of two silos (Orleans' default: 30). 5: what asked a silo that
    /// is just dying asks again soon after its death is known.
    /// </summary>
    [Range(1, 60)]
    public double SystemAnswerSeconds { get; set; } = 5;

    /// <summary>Longest wait, in seconds, for a connection to another silo. 2: it is near; Orleans' 5 outlast the finding that it is dead.</summary>
    [Range(0.5, 60)]
    public double ConnectSeconds { get; set; } = 2;

    /// <summary>
    /// Seconds for which the part of the grain directory that a dead silo kept is left alone before the others rebuild it from what they
    /// run. 1: duplicates, which a longer wait prevents, are fenced by epochs here, and waiting would only lengthen the silence.
    /// </summary>
    [Range(0, 60)]
    public double DirectoryWaitSeconds { get; set; } = 1;

    public TimeSpan DirectoryWait => TimeSpan.FromSeconds(DirectoryWaitSeconds);
    public TimeSpan Probe => TimeSpan.FromSeconds(ProbeSeconds);
    public TimeSpan SignOfLife => TimeSpan.FromSeconds(SignOfLifeSeconds);
    public TimeSpan Refresh => TimeSpan.FromSeconds(RefreshSeconds);
    public TimeSpan ForgetDead => TimeSpan.FromHours(ForgetDeadHours);
    public TimeSpan SystemAnswer => TimeSpan.FromSeconds(SystemAnswerSeconds);
    public TimeSpan Connect => TimeSpan.FromSeconds(ConnectSeconds);
}
