namespace MultiBot.PrivatePostgres;

/// <summary>How a private server is set up.</summary>
public sealed record PostgresServerOptions
{
    /// <summary>
    /// True, as an operator's server is: fsync, synchronous_commit and full_page_writes are on. False turns the three off, for tests
    /// that ask nothing of a commit but its visibility: StopImmediatelyAsync then loses the last commits.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>More settings of postgresql.conf, each «name=value»; they win over the server's own.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
