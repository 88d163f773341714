using MultiBot.Storage.Startup;
using Npgsql;

namespace MultiBot.Storage.Postgres.Startup;

/// <summary>What is said at start that waiting does not mend.</summary>
internal static class PostgresStartFailures
{
    /// <summary>Null: it may pass, or it is a bug.</summary>
    public static StorageStartupException? Explain(Exception failure, PostgresLogins logins) => failure switch
    {
        PostgresException refusal => Explain(refusal, logins),
        // The client's own refusal, before anything was asked: no password, no encryption, an unknown certificate. It names no secret.
        NpgsqlException { IsTransient: false } refusal => LoginRefused(logins, $" ({refusal.Message})", refusal),
        _ => null,
    };

    private static StorageStartupException? Explain(PostgresException refusal, PostgresLogins logins) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => LoginRefused(logins, "", refusal),
        PostgresErrorCodes.InvalidCatalogName => new StorageStartupException(
            StorageCodes.DatabaseMissing, $"There is no such database: {logins.Place}. Create it (CREATE DATABASE … OWNER …), owned by the login of the migrations.", refusal),
        PostgresErrorCodes.InsufficientPrivilege => new StorageStartupException(
            StorageCodes.Privileges,
            $"The login {logins.Migrations.Username} may not set up the schema ({refusal.MessageText}). It must own the database and have CREATEROLE, "
            + $"or be a member of a role {PostgresMigrations.Door} that an administrator made.",
            refusal),
        _ => null,
    };

    private static StorageStartupException LoginRefused(PostgresLogins logins, string why, Exception refusal) => new(
        StorageCodes.LoginRefused,
        $"The server at {logins.Place} and a login do not agree{why}: check user, password and SSL Mode in ConnectionStrings:MultiBot and …:MultiBotMigrations.",
        refusal);
}
