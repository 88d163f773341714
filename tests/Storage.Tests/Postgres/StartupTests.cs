using System.Security.Cryptography;
using System.Text;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.PrivatePostgres;
using MultiBot.Storage.Startup;
using MultiBot.Storage.Tests.Fixtures;
using Npgsql;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>Everything that can be wrong with the server, the logins or the key at start, each with its code; and nothing is changed by looking.</summary>
public sealed class StartupTests : IDisposable
{
    private const string Silo = "ConnectionStrings:MultiBot";
    private const string Migrations = "ConnectionStrings:MultiBotMigrations";
    private const string MasterKey = "MultiBot:Security:MasterKey";
    private const string Hidden = "hush-hush-4711";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Silo, null)]
    [InlineData(Silo, " ")]
    [InlineData(Silo, "what is this, " + Hidden)]
    [InlineData(Silo, "Host=h;Username=u;Database=d;Port=" + Hidden)]
    [InlineData(Silo, "Host=h;Username=u;Database=d;Pasword=" + Hidden)]
    [InlineData(Silo, "Username=u;Database=d;Password=" + Hidden)]
    [InlineData(Silo, "Host=h;Database=d;Password=" + Hidden)]
    [InlineData(Silo, "Host=h;Username=u;Password=" + Hidden)]
    [InlineData(Silo, "Host=h;Username=u;Database=d;SSL Mode=Maybe;Password=" + Hidden)]
    [InlineData(Migrations, "Host=h;Username=u;Database=d;Nonsense=1;Password=" + Hidden)]
    [InlineData(Migrations, "Host=h;Database=d;Password=" + Hidden)]
    public async Task ConnectionString_ThatSaysTooLittle_IsRefusedByItsNameAndNotRepeated(string key, string? text)
    {
        await using var start = new Start(new PostgresDatabase("d", "Host=h;Username=u;Database=d", ""), _folder, (key, text));

        var refusal = await start.RefusedAsync(StorageCodes.ConnectionString);

        Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
        AssertQuiet(start, refusal);
    }

    [Theory]
    [InlineData(Silo, Hidden)]
    [InlineData(Migrations, Hidden)]
    [InlineData(Silo, null)]
    [InlineData(Migrations, null)]
    public async Task Password_ThatIsWrongOrMissing_IsRefused(string key, string? password)
    {
        var database = await EmptyAsync();
        var login = new NpgsqlConnectionStringBuilder(key == Silo ? database.ConnectionString : database.MigrationsConnectionString) { Password = password };
        await using var start = new Start(database, _folder, (key, login.ConnectionString));

        AssertQuiet(start, await start.RefusedAsync(StorageCodes.LoginRefused));
    }

    [Fact]
    public async Task Login_ThatDoesNotExist_IsRefused()
    {
        var database = await EmptyAsync();
        await using var start = new Start(database, _folder, (Silo, new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "nobody", Password = Hidden }.ConnectionString));

        AssertQuiet(start, await start.RefusedAsync(StorageCodes.LoginRefused));
    }

    [Fact]
    public async Task Encryption_ThatTheServerDoesNotOffer_IsRefusedAndNotGoneWithout()
    {
        var database = await EmptyAsync();
        await using var start = new Start(database, _folder, (Silo, database.ConnectionString + ";SSL Mode=Require"));

        Assert.Contains("SSL", (await start.RefusedAsync(StorageCodes.LoginRefused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_ThatDoesNotExist_IsRefusedByName()
    {
        var database = await EmptyAsync();
        await using var start = new Start(database, _folder, (Silo, new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "elsewhere" }.ConnectionString));

        Assert.Contains("elsewhere", (await start.RefusedAsync(StorageCodes.DatabaseMissing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrationsLogin_WithoutRights_IsRefusedAndLeavesNothing()
    {
        var database = await EmptyAsync();
        await using var start = new Start(database, _folder, (Migrations, null));

        await start.RefusedAsync(StorageCodes.Privileges);

        Assert.Empty(await PostgresHarness.ReadAsync(database, "SELECT nspname FROM pg_namespace WHERE nspname = 'multibot'"));
        Assert.False(File.Exists(_folder.File("master.key")));
    }

    [Theory]
    [InlineData("SUPERUSER")]
    [InlineData("BYPASSRLS")]
    public async Task SiloLogin_ThatPoliciesDoNotBind_IsRefusedAndLeavesNothing(string power)
    {
        var database = await EmptyAsync();
        await using var login = await Role.CreateAsync(database, power);
        await using var start = new Start(database, _folder, (Silo, login.ConnectionString));

        Assert.Contains(login.Name, (await start.RefusedAsync(StorageCodes.Superuser)).Message, StringComparison.Ordinal);

        Assert.Empty(await PostgresHarness.ReadAsync(database, "SELECT nspname FROM pg_namespace WHERE nspname = 'multibot'"));
    }

    [Fact]
    public async Task Schema_OfANewerVersion_IsRefusedAndNotTouched()
    {
        var database = await SeedAsync();
        await PostgresHarness.ExecuteAsync(database, "INSERT INTO multibot.schema_versions (scriptname, applied) VALUES ('postgres.9999_future.sql', now())");
        await using var start = new Start(database, _folder);

        var refusal = await UnchangedAsync(database, () => start.RefusedAsync(StorageCodes.NewerSchema));

        Assert.Contains("9999_future", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MasterKey_ThatIsMissing_IsNotMadeAnew()
    {
        var database = await SeedAsync();
        File.Delete(_folder.File("master.key"));
        await using var start = new Start(database, _folder);

        await UnchangedAsync(database, () => start.RefusedAsync(StorageCodes.MasterKeyMissing));

        Assert.False(File.Exists(_folder.File("master.key")));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("!no-key-at-all!")]
    public async Task MasterKey_ThatIsAnother_IsRefusedAndNotRepeated(string key)
    {
        var database = await SeedAsync();
        await using var start = new Start(database, _folder, (MasterKey, key));

        var refusal = await UnchangedAsync(database, () => start.RefusedAsync(StorageCodes.MasterKeyWrong));

        Assert.DoesNotContain(key, refusal.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The key is looked at before the schema is brought up to date: a refused start leaves an older database as it was.</summary>
    [Fact]
    public async Task MasterKey_ThatIsAnother_StopsTheUpgradeToo()
    {
        var database = await SeedAsync();
        await PostgresHarness.ExecuteAsync(
            database, "DROP FUNCTION multibot.read_events; DELETE FROM multibot.schema_versions WHERE scriptname LIKE '%0004%'");
        await using var start = new Start(database, _folder, (MasterKey, Convert.ToBase64String(new byte[32])));

        await UnchangedAsync(database, () => start.RefusedAsync(StorageCodes.MasterKeyWrong));
    }

    [Fact]
    public async Task Start_WithTheKeyFromTheConfiguration_NeedsNoFile()
    {
        var database = await SeedAsync();
        var key = await File.ReadAllTextAsync(_folder.File("master.key"), Cancellation);
        File.Delete(_folder.File("master.key"));
        await using var start = new Start(database, _folder, (MasterKey, key));

        await start.RunAsync();

        Assert.Equal("100:anna-token", await TokenAsync(start));
        Assert.False(File.Exists(_folder.File("master.key")));
    }

    [Fact]
    public async Task OneLogin_ForBoth_WorksAndIsStillUnderPolicies()
    {
        var database = await EmptyAsync();
        await using var start = new Start(database, _folder, (Silo, database.MigrationsConnectionString), (Migrations, null));
        await start.RunAsync();
        await start.Bots.AddAsync(TestBot.Record(TestBot.Config("anna")), Cancellation);

        Assert.Equal("100:anna-token", await TokenAsync(start));
        Assert.Equal(0, await CountAsync(database.MigrationsConnectionString, "multibot.bots"));
    }

    [Fact]
    public async Task MigrationsLogin_ThatMayNotMakeRoles_WorksWhenAnAdministratorMadeTheDoor()
    {
        var database = await EmptyAsync();
        await using var owner = await Role.CreateAsync(database, "NOCREATEROLE");
        await PostgresHarness.ExecuteAsync(
            database, $"ALTER DATABASE {database.Name} OWNER TO {owner.Name}; DO $$ BEGIN CREATE ROLE multibot_door NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$; GRANT multibot_door TO {owner.Name}");
        await using var start = new Start(database, _folder, (Migrations, owner.ConnectionString));

        await start.RunAsync();

        await start.Bots.AddAsync(TestBot.Record(TestBot.Config("anna")), Cancellation);
        Assert.Equal("100:anna-token", await TokenAsync(start));
    }

    /// <summary>Nobody's message is to blame for a login that an administrator closed, so none is refused for it.</summary>
    [Fact]
    public async Task SiloLogin_ThatIsClosedLater_IsTroubleThatPasses()
    {
        var database = await EmptyAsync();
        await using var login = await Role.CreateAsync(database, "NOSUPERUSER");
        await using var start = new Start(database, _folder, (Silo, login.ConnectionString));
        await start.RunAsync();
        await start.Bots.AddAsync(TestBot.Record(TestBot.Config("anna")), Cancellation);
        await PostgresHarness.ExecuteAsync(
            database, $"ALTER ROLE {login.Name} NOLOGIN; SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '{login.Name}'");
        var slice = new ModeSlice { Bot = BotId.Parse("anna"), Epoch = 1, Chat = TestBot.Chat, Command = ModeCommand.Pause };

        // The first one meets a dead connection, the next one a closed door.
        for (var time = 0; time < 3; time++)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => start.Get<IConversationStore>().CommitAsync(slice, Cancellation));
        Assert.False(await start.Storage.IsReachableAsync(Cancellation));

        await PostgresHarness.ExecuteAsync(database, $"ALTER ROLE {login.Name} LOGIN");
        Assert.IsType<SliceAnswer<ModeAnswer>.Stale>(await start.Get<IConversationStore>().CommitAsync(slice, Cancellation));
    }

    /// <summary>What a superuser owns must not be a way around the policies for others.</summary>
    [Fact]
    public async Task SuperuserAsTheMigrationsLogin_LeavesTheSiloUnderPolicies()
    {
        var database = await EmptyAsync();
        var admin = (await PostgresHarness.ServerAsync()).AdminConnectionString(database.Name);
        await using var start = new Start(database, _folder, (Migrations, admin));
        await start.RunAsync();
        await start.Bots.AddAsync(TestBot.Record(TestBot.Config("anna")), Cancellation);

        Assert.Equal(1, await CountAsync(admin, "multibot.bots"));
        foreach (var relation in await PostgresHarness.ReadAsync(database, "SELECT table_name FROM information_schema.columns WHERE table_schema = 'multibot' AND column_name = 'bot_id' AND table_name <> 'audit_log'"))
            Assert.True(await CountAsync(database.ConnectionString, $"multibot.{relation.Trim('(', ')')}") == 0, relation);
    }

    [Fact]
    public async Task TwoSilos_ThatStartAtOnceOnAnEmptyDatabase_ShareSchemaAndKey()
    {
        var database = await EmptyAsync();
        await using var one = new Start(database, _folder);
        await using var two = new Start(database, _folder);

        await Task.WhenAll(one.RunAsync(), two.RunAsync());

        await one.Bots.AddAsync(TestBot.Record(TestBot.Config("anna")), Cancellation);
        Assert.Equal("100:anna-token", await TokenAsync(two));
        Assert.Equal(
            (await PostgresHarness.ReadAsync(database, "SELECT DISTINCT scriptname FROM multibot.schema_versions")).Order(),
            (await PostgresHarness.ReadAsync(database, "SELECT scriptname FROM multibot.schema_versions")).Order());
    }

    [Fact]
    public async Task TwoSilos_WithAKeyEach_StartAtOnce_AndOneIsToldToBringTheOthers()
    {
        var database = await EmptyAsync();
        using var elsewhere = new TemporaryFolder();
        await using var one = new Start(database, _folder);
        await using var two = new Start(database, elsewhere);

        var outcomes = await Task.WhenAll(Record.ExceptionAsync(one.RunAsync).AsTask(), Record.ExceptionAsync(two.RunAsync).AsTask());

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(StorageCodes.MasterKeyMissing, Assert.IsType<StorageStartupException>(Assert.Single(outcomes, outcome => outcome is not null)).Code);
        Assert.Single([_folder.File("master.key"), elsewhere.File("master.key")], File.Exists);
    }

    [Fact]
    public async Task Server_ThatIsAwayAtStart_IsWaitedForWithGrowingPausesAndSaidSo()
    {
        await PostgresHarness.ServerAsync();
        await using var server = await PostgresServer.StartAsync(new PostgresServerOptions { Durable = false }, Cancellation);
        var database = await server.CreateDatabaseAsync(Cancellation);
        await server.StopImmediatelyAsync();
        await using var start = new Start(database, _folder);

        var starting = start.RunAsync();
        var pauses = new List<double>();
        for (var pause = 0; pause < 6; pause++) pauses.Add((await start.Time.PassAsync()).TotalSeconds);
        Assert.False(starting.IsCompleted);
        await server.StartAgainAsync();
        // The attempt under way may still have found nobody.
        while (await Task.WhenAny(starting, start.Time.PassAsync()) != starting)
        {
        }

        await starting;
        Assert.Equal([1, 2, 4, 8, 15, 15], pauses);
        Assert.True(await start.Storage.IsReachableAsync(Cancellation));
        var said = start.Log.Lines.Where(line => line.Contains("storage.unreachable", StringComparison.Ordinal)).ToList();
        Assert.True(said.Count >= 6, $"{said.Count} lines");
        var password = new NpgsqlConnectionStringBuilder(database.ConnectionString).Password!;
        Assert.All(start.Log.Lines, line => Assert.DoesNotContain(password, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_ThatIsAwayAtStart_IsNotWaitedForWhenTheStartIsGivenUp()
    {
        await using var start = new Start(new PostgresDatabase("d", "Host=127.0.0.1;Port=1;Username=u;Database=d", ""), _folder);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var starting = start.Storage.StartAsync(giveUp.Token);
        await start.Time.PassAsync();
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Secrets_AreNotInTheDatabase(bool sealMessages)
    {
        await using var store = await PostgresFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna", sealMessages);
        await bot.ReceiveAsync(bot.Message(1, "a very private sentence"), bot.Edit(1, "a very private sentence, edited"));
        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a very private sentence of ours", SendNow: true)));

        var tables = await PostgresHarness.ReadAsync(store.Database, "SELECT tablename FROM pg_tables WHERE schemaname = 'multibot'");
        var everything = new StringBuilder();
        foreach (var table in tables)
            everything.AppendJoin('\n', await PostgresHarness.ReadAsync(store.Database, $"SELECT * FROM multibot.{table.Trim('(', ')')}"));

        // A row shows texts as they are, and bytes in hexadecimal digits.
        bool Holds(string text) => everything.ToString() is var all
            && (all.Contains(text, StringComparison.Ordinal) || all.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal));
        Assert.True(Holds("Name of anna"));
        Assert.False(Holds("anna-token"));
        Assert.False(Holds(store.MasterKey));
        Assert.DoesNotContain(Convert.ToHexStringLower(Convert.FromBase64String(store.MasterKey)), everything.ToString(), StringComparison.Ordinal);
        Assert.Equal(!sealMessages, Holds("very private"));
    }

    private static async Task<PostgresDatabase> EmptyAsync() => await (await PostgresHarness.ServerAsync()).CreateDatabaseAsync(Cancellation);

    /// <summary>A database that was in use, with its key in the folder.</summary>
    private async Task<PostgresDatabase> SeedAsync()
    {
        var database = await EmptyAsync();
        await using var start = new Start(database, _folder);
        await start.RunAsync();
        await start.Bots.AddAsync(TestBot.Record(TestBot.Config("anna")), Cancellation);
        return database;
    }

    private static async Task<string> TokenAsync(Start start) =>
        (await start.Bots.FindAsync(BotId.Parse("anna"), Cancellation))!.Config.Telegram.Token!.Reveal();

    private static async Task<long> CountAsync(string connectionString, string relation)
    {
        await using var connection = await PostgresHarness.OpenAsync(connectionString);
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {relation}", connection);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static void AssertQuiet(Start start, StorageStartupException refusal)
    {
        Assert.DoesNotContain(Hidden, refusal.ToString(), StringComparison.Ordinal);
        Assert.All(start.Log.Lines, line => Assert.DoesNotContain(Hidden, line, StringComparison.Ordinal));
    }

    /// <summary>Rows and catalogue, each with the transaction that wrote it, before and after.</summary>
    private static async Task<T> UnchangedAsync<T>(PostgresDatabase database, Func<Task<T>> act)
    {
        var before = await FingerprintAsync(database);
        var result = await act();
        Assert.Equal(before, await FingerprintAsync(database));
        return result;
    }

    private static async Task<List<string>> FingerprintAsync(PostgresDatabase database)
    {
        var prints = new List<string>();
        foreach (var table in await PostgresHarness.ReadAsync(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'multibot' ORDER BY 1"))
            prints.AddRange(await PostgresHarness.ReadAsync(database, $"SELECT '{table}', t.xmin, t.* FROM multibot.{table.Trim('(', ')')} t ORDER BY t.ctid"));
        prints.AddRange(await PostgresHarness.ReadAsync(database, "SELECT oid, xmin, relname, relacl FROM pg_class WHERE relnamespace = 'multibot'::regnamespace ORDER BY oid"));
        prints.AddRange(await PostgresHarness.ReadAsync(database, "SELECT oid, xmin, proname, proowner, proacl FROM pg_proc WHERE pronamespace = 'multibot'::regnamespace ORDER BY oid"));
        prints.AddRange(await PostgresHarness.ReadAsync(database, "SELECT oid, xmin, nspname, nspacl FROM pg_namespace WHERE nspname = 'multibot'"));
        return prints;
    }

    /// <summary>A login of the server's for one test.</summary>
    private sealed record Role(PostgresDatabase Database, string Name, string ConnectionString) : IAsyncDisposable
    {
        public static async Task<Role> CreateAsync(PostgresDatabase database, string power)
        {
            var name = $"of_{database.Name}";
            var password = RandomNumberGenerator.GetHexString(16);
            await PostgresHarness.ExecuteAsync(database, $"CREATE ROLE {name} LOGIN {power} PASSWORD '{password}'");
            return new Role(database, name, new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = name, Password = password }.ConnectionString);
        }

        // It may own the database by now, which is left to the end of the server.
        public async ValueTask DisposeAsync() => await PostgresHarness.ExecuteAsync(Database, $"ALTER ROLE {Name} NOLOGIN NOSUPERUSER NOBYPASSRLS");
    }
}
