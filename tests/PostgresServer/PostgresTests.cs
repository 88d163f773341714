namespace MultiBot.PrivatePostgres;

/// <summary>Whether this run tests on PostgreSQL.</summary>
public static class PostgresTests
{
    /// <summary>False when MULTIBOT_NO_POSTGRES is 1, as ./test --no-postgres sets it.</summary>
    public static bool AreWanted => Environment.GetEnvironmentVariable("MULTIBOT_NO_POSTGRES") != "1";
}
