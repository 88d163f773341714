namespace MultiBot.PrivatePostgres;

/// <summary>Where PostgreSQL's server is installed.</summary>
public static class PostgresBinaries
{
    private const string DebianFolder = "/usr/lib/postgresql";
    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    /// <summary>
    /// The folder that holds initdb, pg_ctl and postgres: PG_BIN of the environment, else one of PATH, else the newest of Debian's; null
    /// when there is none.
    /// </summary>
    public static string? Find() =>
        Candidates().FirstOrDefault(folder => Needed.All(binary => File.Exists(Path.Combine(folder, binary))));

    private static IEnumerable<string> Candidates() => [.. Variable("PG_BIN"), .. Variable("PATH"), .. DebianVersions()];

    private static string[] Variable(string name) =>
        (Environment.GetEnvironmentVariable(name) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> DebianVersions() =>
        !Directory.Exists(DebianFolder)
            ? []
            : Directory.GetDirectories(DebianFolder)
                .OrderByDescending(folder => decimal.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"));
}
