using System.Text.RegularExpressions;
using MultiBot.Client.Tests.Cluster;
using MultiBot.PrivatePostgres;

namespace MultiBot.Client.Tests.Connection;

/// <summary>The way in through the silos' database, and what is said when it is closed. Nothing said holds a password.</summary>
public sealed partial class DatabaseConnectionTests(DatabaseSilo silo) : IClassFixture<DatabaseSilo>
{
    [Fact]
    public async Task Command_ThroughTheDatabase_ReachesASilo()
    {
        var run = await RunAsync(silo.Database?.ConnectionString, "--key", TestSilo.Key);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("silo-1", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenTheClusterIsAnother_SaysThatNoSiloOfItLives()
    {
        var run = await RunAsync(silo.Database?.ConnectionString, "--cluster-id", "another");

        Assert.Equal(1, run.Code);
        Assert.Contains("No silo of the cluster «another»", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenThePasswordIsWrong_SaysWhoIsRefused()
    {
        var run = await RunAsync(PostgresTests.AreWanted ? silo.With("Password", "hush-hush-4711") : null);

        Assert.Equal(1, run.Code);
        Assert.Contains("refuses the login multibot_silo", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenTheDatabaseIsMissingOrEmpty_SaysSo()
    {
        var missing = await RunAsync(PostgresTests.AreWanted ? silo.With("Database", "nowhere") : null);
        var empty = await RunAsync(silo.Empty?.ConnectionString);

        Assert.Contains("There is no such database", missing.Error, StringComparison.Ordinal);
        Assert.Contains("finds no cluster", empty.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), (missing.Code, empty.Code));
    }

    [Fact]
    public async Task Command_WhenNoServerListens_SaysSoWithinSeconds()
    {
        var run = await ConsoleRun.Script("cluster", "--cluster", $"Host=127.0.0.1;Port={FreePort.Take()};Database=m;Username=u;Password=hush-hush-4711");

        Assert.Equal(1, run.Code);
        Assert.Contains("can't be reached", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hush-hush-4711")]
    [InlineData("Host=h;Database=d;Username=u;Port=hush-hush-4711")]
    [InlineData("Host=h;Database=d;Password=hush-hush-4711")]
    public async Task CommandLine_WhenTheStringCanNotBeRead_IsWrongUsageAndNotRepeated(string text)
    {
        var run = await ConsoleRun.Script("cluster", "--cluster", text);

        Assert.Equal(2, run.Code);
        Assert.Contains("--cluster can't be read", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_WithTwoWaysIn_IsWrongUsage()
    {
        var run = await ConsoleRun.Script("cluster", "--cluster", "Host=h;Database=d;Username=u", "--gateway", "127.0.0.1:1");

        Assert.Equal(2, run.Code);
        Assert.Contains("two ways in", run.Error, StringComparison.Ordinal);
    }

    private static async Task<ConsoleRun> RunAsync(string? database, params string[] more)
    {
        Assert.SkipUnless(PostgresTests.AreWanted, "PostgreSQL is left out (--no-postgres).");
        var run = await ConsoleRun.Script(["cluster", "--cluster", database!, .. more]);
        Assert.DoesNotContain(PasswordOf().Match(database!).Groups[1].Value, run.Out + run.Error, StringComparison.Ordinal);
        return run;
    }

    [GeneratedRegex("Password=([^;]+)")]
    private static partial Regex PasswordOf();
}
