namespace MultiBot.Storage.Sqlite.Commits;

/// <summary>Where tests make the real writer fail. Null in operation.</summary>
internal sealed class WriterSeam
{
    /// <summary>Runs before each commit; throwing stands for a commit that failed.</summary>
    public Action? BeforeCommit { get; set; }

    /// <summary>Runs after each commit; throwing stands for a commit whose answer was lost.</summary>
    public Action? AfterCommit { get; set; }

    /// <summary>Told the size of each group.</summary>
    public Action<int>? Committed { get; set; }
}
