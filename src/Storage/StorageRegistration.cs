using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiBot.Domain.Budgets;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Idempotency;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Notices;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Webhooks;
using MultiBot.Storage.Keys;
using MultiBot.Storage.Postgres.Bots;
using MultiBot.Storage.Postgres.Budgets;
using MultiBot.Storage.Postgres.Conversations;
using MultiBot.Storage.Postgres.Events;
using MultiBot.Storage.Postgres.Idempotency;
using MultiBot.Storage.Postgres.Keys;
using MultiBot.Storage.Postgres.Leases;
using MultiBot.Storage.Postgres.Privacy;
using MultiBot.Storage.Postgres.Queries;
using MultiBot.Storage.Postgres.Startup;
using MultiBot.Storage.Postgres.Webhooks;
using MultiBot.Storage.Secrets;
using MultiBot.Storage.Sqlite.Bots;
using MultiBot.Storage.Sqlite.Budgets;
using MultiBot.Storage.Sqlite.Conversations;
using MultiBot.Storage.Sqlite.Events;
using MultiBot.Storage.Sqlite.Idempotency;
using MultiBot.Storage.Sqlite.Keys;
using MultiBot.Storage.Sqlite.Leases;
using MultiBot.Storage.Sqlite.Privacy;
using MultiBot.Storage.Sqlite.Queries;
using MultiBot.Storage.Sqlite.Startup;
using MultiBot.Storage.Sqlite.Webhooks;
using MultiBot.Storage.Startup;
using MultiBot.Storage.Telemetry;

namespace MultiBot.Storage;

/// <summary>Brings the ports of the domain onto the configured database.</summary>
public static class StorageRegistration
{
    /// <summary>The name by which ADO.NET packages know the driver of <see cref="OrleansConnectionString"/>.</summary>
    public const string OrleansInvariant = "Npgsql";

    /// <summary>
    /// Registers <see cref="IStorageStartup"/> and the ports. They work once <see cref="IStorageStartup.StartAsync"/> has completed.
    /// </summary>
    /// <exception cref="StorageStartupException">The configured provider is not one this build has.</exception>
    public static IServiceCollection AddMultiBotStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Configure(options => Read(options, configuration));
        services.AddOptions<SecurityOptions>().Configure(options => Read(options, configuration));
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics().AddSingleton<StoreMetrics>();
        return ProviderOf(configuration) is StorageProvider.Postgres ? services.AddPostgres() : services.AddSqlite();
    }

    /// <summary>The configured provider.</summary>
    /// <exception cref="StorageStartupException">It is none.</exception>
    public static StorageProvider ProviderOf(IConfiguration configuration) => configuration["MultiBot:Storage:Provider"] switch
    {
        null or "" => StorageProvider.Sqlite,
        var name when Enum.TryParse<StorageProvider>(name, ignoreCase: true, out var provider) && Enum.IsDefined(provider) => provider,
        var name => throw new StorageStartupException(StorageCodes.ProviderUnsupported, $"MultiBot:Storage:Provider is Sqlite or Postgres, not «{name}»."),
    };

    /// <summary>
    /// The silo's login with the schema of ours and a small pool of its own, for the ADO.NET packages of Orleans (<see cref="OrleansInvariant"/>).
    /// Holds a password. The tables are there once <see cref="IStorageStartup.StartAsync"/> has completed.
    /// </summary>
    /// <exception cref="StorageStartupException">The provider is not PostgreSQL, or the connection string is missing or can't be read.</exception>
    public static string OrleansConnectionString(IConfiguration configuration)
    {
        if (ProviderOf(configuration) is not StorageProvider.Postgres)
            throw new StorageStartupException(StorageCodes.ProviderUnsupported, "Several silos need MultiBot:Storage:Provider=Postgres.");
        var options = new StorageOptions();
        Read(options, configuration);
        return PostgresLogins.Read(options).Orleans.ConnectionString;
    }

    private static IServiceCollection AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<IStorageStartup>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<Sqlite.Bots.BotEraser>();
        services.AddSingleton<IConversationStore, SqliteConversationStore>();
        services.AddSingleton<ITokenLedger, SqliteTokenLedger>();
        services.AddSingleton<IBotStore, SqliteBotStore>();
        services.AddSingleton<IQueries, SqliteQueries>();
        services.AddSingleton<ILeases, SqliteLeases>();
        services.AddSingleton<IEventLog, SqliteEventLog>();
        services.AddSingleton<IEventRetention, SqliteEventRetention>();
        services.AddSingleton<ISubscriptions, SqliteSubscriptions>();
        services.AddSingleton<IDeadEvents, SqliteDeadEvents>();
        services.AddSingleton<INotices, SqliteNotices>();
        services.AddSingleton<IApiKeyStore, SqliteApiKeyStore>();
        services.AddSingleton<IWebhookStore, SqliteWebhookStore>();
        services.AddSingleton<IDoNotContact, SqliteDoNotContact>();
        services.AddSingleton<IMessageRetention, SqliteMessageRetention>();
        services.AddSingleton<IIdempotency, SqliteIdempotency>();
        services.AddTransient<ISecretBox>(provider => new SecretBox(provider.GetRequiredService<SqliteDatabase>().Open.Keys));
        return services;
    }

    private static IServiceCollection AddPostgres(this IServiceCollection services)
    {
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<IStorageStartup>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<Postgres.Bots.BotEraser>();
        services.AddSingleton<IConversationStore, PostgresConversationStore>();
        services.AddSingleton<ITokenLedger, PostgresTokenLedger>();
        services.AddSingleton<IBotStore, PostgresBotStore>();
        services.AddSingleton<IQueries, PostgresQueries>();
        services.AddSingleton<ILeases, PostgresLeases>();
        services.AddSingleton<IEventLog, PostgresEventLog>();
        services.AddSingleton<IEventRetention, PostgresEventRetention>();
        services.AddSingleton<ISubscriptions, PostgresSubscriptions>();
        services.AddSingleton<IDeadEvents, PostgresDeadEvents>();
        services.AddSingleton<INotices, PostgresNotices>();
        services.AddSingleton<IApiKeyStore, PostgresApiKeyStore>();
        services.AddSingleton<IWebhookStore, PostgresWebhookStore>();
        services.AddSingleton<IDoNotContact, PostgresDoNotContact>();
        services.AddSingleton<IMessageRetention, PostgresMessageRetention>();
        services.AddSingleton<IIdempotency, PostgresIdempotency>();
        services.AddTransient<ISecretBox>(provider => new SecretBox(provider.GetRequiredService<PostgresDatabase>().Open.Keys));
        return services;
    }

    private static void Read(StorageOptions options, IConfiguration configuration)
    {
        configuration.GetSection("MultiBot:Storage").Bind(options);
        options.ConnectionString = configuration.GetConnectionString("MultiBot");
        options.MigrationsConnectionString = configuration.GetConnectionString("MultiBotMigrations");
        if (configuration["MultiBot:DataFolder"] is { Length: > 0 } folder)
            options.DataFolder = folder;
    }

    private static void Read(SecurityOptions options, IConfiguration configuration)
    {
        options.MasterKey = configuration["MultiBot:Security:MasterKey"] is { Length: > 0 } key ? new Secret(key) : null;
        options.MasterKeyFile = configuration["MultiBot:Security:MasterKeyFile"];
    }
}
