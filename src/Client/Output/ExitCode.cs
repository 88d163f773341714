namespace MultiBot.Client.Output;

/// <summary>What scripts read.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused by the cluster, not reachable, or given up.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself makes no sense.</summary>
    public const int Usage = 2;
}
