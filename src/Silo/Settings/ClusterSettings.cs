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
    /// Time between two questions «are you there?» from silo to silo, and the patience for the answer. 1 s: with
    /// <see cref="MissedProbes"/> a dead silo is found in about 3 s (Orleans' default: 10 to 15); in a trial under full load no living one was.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Questions in a row that must stay unanswered. 3: one lost packet or one pause of the garbage collector is no death.</summary>
    [Range(1, 20)]
    public int MissedProbes { get; set; } = 3;

    /// <summary>
    /// Time between two signs of life in the database. A row three times older is nobody's: after a crash of all silos the first
    /// to start waits so long before it no longer expects an answer of the dead. 2 s: some 6 s, and half a write a second per silo
    /// (Orleans' default of 30 made such a start take 102 s).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan SignOfLifeEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Time between two looks at the list of silos in the database. 1 s: news travel from silo to silo anyway; a silo that missed
    /// them, even that of its own death (it stood still), learns them within a second. One small query per silo.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// When the row of a dead silo is removed. A day: each restart leaves a row that every look at the list reads; that
    /// is enough to see in the table what happened last night.
    /// </summary>
    [Range(typeof(TimeSpan), "02:00:00", "30.00:00:00")]
    public TimeSpan ForgetDeadAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Longest wait for an answer among Orleans' own parts of two silos (Orleans' default: 30 s). 5 s: what asked a silo that
    /// is just dying asks again soon after its death is known.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan SystemAnswerTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for a connection to another silo. 2 s: it is near; Orleans' 5 s outlast the finding that it is dead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the part of the grain directory that a dead silo kept is left alone before the others rebuild it from what they
    /// run. 1 s: duplicates, which a longer wait prevents, are fenced by epochs here, and waiting would only lengthen the silence.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan DirectoryWait { get; set; } = TimeSpan.FromSeconds(1);
}
