namespace MultiBot.Storage.Postgres.Commits;

/// <summary>Where tests look at the real writer. Null in operation.</summary>
internal sealed class CommitSeam
{
    /// <summary>Told the size of each group.</summary>
    public Action<int>? Committed { get; set; }
}
