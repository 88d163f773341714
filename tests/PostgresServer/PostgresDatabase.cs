namespace MultiBot.PrivatePostgres;

/// <summary>A fresh database of a private server.</summary>
/// <param name="Name">Unique on its server.</param>
/// <param name="ConnectionString">Of the silo's login: no superuser, no CREATEROLE, under row-level security, owner of nothing.</param>
/// <param name="MigrationsConnectionString">Of the migrations' login: the database's owner, CREATEROLE, no superuser either.</param>
public sealed record PostgresDatabase(string Name, string ConnectionString, string MigrationsConnectionString);
