namespace MultiBot.PrivatePostgres;

/// <summary>PostgreSQL's binaries are not on this machine.</summary>
public sealed class PostgresMissingException()
    : Exception("PostgreSQL's server was not found: install it (Debian, Ubuntu: apt-get install postgresql), " +
                "name the folder that holds initdb in PG_BIN, or run ./test --no-postgres.");
