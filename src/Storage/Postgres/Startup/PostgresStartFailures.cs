using MultiBot.Storage.Startup;
using Npgsql;

namespace MultiBot.Storage.Postgres.Startup;

/// <summary>What the server says at start that waiting does not mend.</summary>
internal static class PostgresStartFailures
{
    /// <summary>Null: it may pass, or it is a bug.</summary>
    public static StorageStartupException? Explain(PostgresException refusal, PostgresLogins logins) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new StorageStartupException(
            StorageCodes.LoginRefused, $"The server at {logins.Place} refuses a login: check user and password in ConnectionStrings:MultiBot and …:MultiBotMigrations.", refusal),
        PostgresErrorCodes.InvalidCatalogName => new StorageStartupException(
            StorageCodes.DatabaseMissing, $"There is no such database: {logins.Place}. Create it (CREATE DATABASE … OWNER …), owned by the login of the migrations.", refusal),
        PostgresErrorCodes.InsufficientPrivilege => new StorageStartupException(
            StorageCodes.Privileges,
            $"The login {logins.Migrations.Username} may not set up the schema ({refusal.MessageText}). It must own the database and have CREATEROLE, "
            + $"or be a member of a role {PostgresMigrations.Door} that an administrator made.",
            refusal),
        _ => null,
    };
}
