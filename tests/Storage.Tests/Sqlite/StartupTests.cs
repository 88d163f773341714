using Microsoft.Data.Sqlite;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Startup;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Sqlite;

/// <summary>Everything that can be wrong with the files at start, each with its code; and nothing is changed by looking.</summary>
public sealed class StartupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_OnAnEmptyFolder_MakesAMasterKeyOnlyItsOwnerMayRead()
    {
        await using var store = await SqliteFixture.StartAsync(_folder);

        Assert.Equal(32, Convert.FromBase64String(File.ReadAllText(_folder.File("master.key")).Trim()).Length);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("master.key")));
    }

    [Fact]
    public async Task Start_OnAFileInUse_IsRefused()
    {
        await using var first = await SqliteFixture.StartAsync(_folder);

        var refusal = await RefusedAsync(StorageCodes.InUse);

        Assert.Contains("MultiBot:DataFolder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AgainAfterAStop_FindsEverything()
    {
        await using (var first = await SqliteFixture.StartAsync(_folder))
            await (await TestBot.RegisterAsync(first, "anna", sealMessages: true)).HearAsync(1, "sealed words");

        await using var second = await SqliteFixture.StartAsync(_folder);

        var record = await second.Bots.FindAsync(Domain.Bots.BotId.Parse("anna"), TestContext.Current.CancellationToken);
        Assert.Equal("100:anna-token", record!.Config.Telegram.Token!.Reveal());
        var chat = await second.Conversations.LoadAsync(new(record.Config.BotId, TestBot.Chat), 10, 0, TestContext.Current.CancellationToken);
        Assert.Equal("sealed words", chat.Unanswered.Single().Text);
    }

    [Fact]
    public async Task Start_AfterACrash_FreesTheDeadSilosBotsAtOnce()
    {
        await using (var first = await SqliteFixture.StartAsync(_folder)) await TestBot.RegisterAsync(first, "anna");
        await using var second = await SqliteFixture.StartAsync(_folder);
        var incarnation = TestBot.Life(Guid.NewGuid(), "new");
        await second.Leases.RegisterAsync(incarnation, new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.Zero), TestContext.Current.CancellationToken);

        Assert.IsType<Domain.Leases.ClaimResult.Granted>(
            await second.Leases.ClaimAsync(Domain.Bots.BotId.Parse("anna"), incarnation.Id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_WhereNoFolderCanBe_IsRefused()
    {
        File.WriteAllText(_folder.File("plain"), "a file");

        await RefusedAsync(StorageCodes.FolderUnwritable, ("MultiBot:DataFolder", _folder.File("plain/data")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096 * 3)]
    public async Task Start_OnADamagedFile_IsRefusedAndChangesNothing(int at)
    {
        await SeedAsync();
        var bytes = await File.ReadAllBytesAsync(_folder.Database, TestContext.Current.CancellationToken);
        bytes.AsSpan(at, 512).Fill(0xA5);
        await File.WriteAllBytesAsync(_folder.Database, bytes, TestContext.Current.CancellationToken);

        await RefusedAsync(StorageCodes.Corrupt);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.Database, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_OnANewerSchema_IsRefusedAndChangesNothing()
    {
        await SeedAsync();
        Execute("INSERT INTO schema_versions (ScriptName, Applied) VALUES ('9999_future.sql', '2030-01-01')");

        await UnchangedAsync(() => RefusedAsync(StorageCodes.NewerSchema));
    }

    [Fact]
    public async Task Start_WithoutTheMasterKey_IsRefusedAndMakesNone()
    {
        await SeedAsync();
        File.Delete(_folder.File("master.key"));

        await UnchangedAsync(() => RefusedAsync(StorageCodes.MasterKeyMissing));

        Assert.False(File.Exists(_folder.File("master.key")));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("!no-key-at-all!")]
    [InlineData("AAAA")]
    public async Task Start_WithAnotherMasterKey_IsRefusedAndTellsNoKey(string key)
    {
        await SeedAsync();

        var refusal = await RefusedAsync(StorageCodes.MasterKeyWrong, ("MultiBot:Security:MasterKey", key));

        Assert.DoesNotContain(key, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithTheKeyFromTheConfiguration_NeedsNoFile()
    {
        await SeedAsync();
        var key = File.ReadAllText(_folder.File("master.key"));
        File.Delete(_folder.File("master.key"));

        await using var store = await SqliteFixture.StartAsync(_folder, null, ("MultiBot:Security:MasterKey", key));

        Assert.NotNull(await store.Bots.FindAsync(Domain.Bots.BotId.Parse("anna"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(_folder.File("master.key")));
    }

    [Fact]
    public async Task Start_WithAConnectionString_UsesItsFile()
    {
        await using var store = await SqliteFixture.StartAsync(_folder, null, ("ConnectionStrings:MultiBot", $"Data Source={_folder.File("other.db")}"));

        Assert.True(File.Exists(_folder.File("other.db")));
    }

    [Fact]
    public void Registration_OfAnUnknownProvider_IsRefused() => Assert.Equal(
        StorageCodes.ProviderUnsupported,
        Assert.Throws<StorageStartupException>(() => new SqliteFixture(_folder, null, ("MultiBot:Storage:Provider", "Oracle"))).Code);

    [Fact]
    public async Task Port_BeforeTheStart_SaysSo()
    {
        await using var store = new SqliteFixture(_folder);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Leases.ListAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Secrets_AreNotInTheFilesBytes(bool sealMessages)
    {
        await using (var store = await SqliteFixture.StartAsync(_folder))
        {
            var bot = await TestBot.RegisterAsync(store, "anna", sealMessages);
            await bot.ReceiveAsync(bot.Message(1, "a very private sentence"), bot.Edit(1, "a very private sentence, edited"));
            await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a very private sentence of ours", SendNow: true)));
        }

        var bytes = string.Concat(Directory.GetFiles(_folder.Path, "multibot.db*").Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));

        Assert.Contains("Name of anna", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("anna-token", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain(File.ReadAllText(_folder.File("master.key")).Trim(), bytes, StringComparison.Ordinal);
        Assert.Equal(!sealMessages, bytes.Contains("very private", StringComparison.Ordinal));
    }

    private async Task SeedAsync()
    {
        await using var store = await SqliteFixture.StartAsync(_folder);
        var bot = await TestBot.RegisterAsync(store, "anna");
        await bot.ReceiveAsync([.. Enumerable.Range(1, 50).Select(source => bot.Message(source, new string('x', 2000)))]);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task UnchangedAsync(Func<Task> act)
    {
        var before = await File.ReadAllBytesAsync(_folder.Database, TestContext.Current.CancellationToken);
        await act();
        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.Database, TestContext.Current.CancellationToken));
    }

    private async Task<StorageStartupException> RefusedAsync(string code, params (string Key, string? Value)[] settings)
    {
        var refusal = await Assert.ThrowsAsync<StorageStartupException>(() => SqliteFixture.StartAsync(_folder, null, settings));
        Assert.Equal(code, refusal.Code);
        return refusal;
    }
}
