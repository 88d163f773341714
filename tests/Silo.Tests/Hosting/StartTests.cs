using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MultiBot.Silo.Hosting;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Hosting;

/// <summary>What stops a start is said in a code and a sentence.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("--MultiBot:Http:Port=99999", "start.invalid_option")]
    [InlineData("--MultiBot:Http:Port=http", "start.invalid_option")]
    [InlineData("--MultiBot:Http:Bind=localhost", "start.invalid_option")]
    [InlineData("--MultiBot:Security:AdminKey=short", "start.invalid_option")]
    [InlineData("--MultiBot:Http:Bind=192.0.2.1", "start.address")]
    [InlineData("--MultiBot:Storage:Provider=Oracle", "storage.provider_unsupported")]
    public void Start_WithAnOptionThatCanNotBe_NamesIt(string option, string code) =>
        Assert.Equal(code, Explain(() => SiloComposition.Build(TestSilo.Arguments(TestSilo.NewFolder(), option))).Code);

    /// <summary>Options that are checked only when the host starts are named as well, although it can't be stopped then.</summary>
    [Fact]
    public async Task Start_WithAnOptionOfAGrainThatCanNotBe_NamesIt()
    {
        var refusal = await ExplainAsync(TestSilo.NewFolder(), "--MultiBot:Events:FiguresRetentionDays=0");

        Assert.Equal("start.invalid_option", refusal.Code);
        Assert.Contains("FiguresRetentionDays", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MultiBot:Http:Port")]
    [InlineData("MultiBot:Silo:Port")]
    [InlineData("MultiBot:Silo:GatewayPort")]
    public void Start_OnAPortInUse_NamesPortAndOption(string option)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var refusal = Explain(() => SiloComposition.Build(TestSilo.Arguments(TestSilo.NewFolder(), $"--{option}={port}")));

        Assert.Equal("start.port_in_use", refusal.Code);
        Assert.Contains($"{port}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(option, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_OnAFolderThatCanNotBeWritten_SaysSo()
    {
        var file = Path.Combine(TestSilo.NewFolder(), "file");
        File.WriteAllText(file, "");

        Assert.Equal("storage.folder_unwritable", Explain(() => SiloComposition.Build(TestSilo.Arguments(Path.Combine(file, "data")))).Code);
    }

    [Fact]
    public async Task Start_OnACorruptDatabase_SaysSo()
    {
        var folder = TestSilo.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "multibot.db"), new string('x', 8192));

        Assert.Equal("storage.corrupt", (await ExplainAsync(folder)).Code);
    }

    [Fact]
    public async Task Start_WithAnotherMasterKey_IsRefusedAndThenWorksWithTheRightOne()
    {
        var folder = TestSilo.NewFolder();
        await using (var silo = await TestSilo.StartAsync(folder))
            await silo.StopAsync();
        var key = Path.Combine(folder, "master.key");
        var right = await File.ReadAllTextAsync(key);
        await File.WriteAllTextAsync(key, Convert.ToBase64String(new byte[32]));

        Assert.Equal("security.master_key_wrong", (await ExplainAsync(folder)).Code);

        await File.WriteAllTextAsync(key, right);
        await using var again = await TestSilo.StartAsync(folder);
        Assert.Equal(HttpStatusCode.OK, (await again.Client.GetAsync("/api/v1/bots/demo")).StatusCode);
    }

    [Fact]
    public async Task Start_OfASecondProcess_IsRefusedInOneLineWithExitCodeOne()
    {
        await using var silo = await TestSilo.StartAsync();

        var (exitCode, output, error) = await RunAsync(TestSilo.Arguments(silo.Folder));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("storage.in_use: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Stop_WithABotInTheMiddleOfAPoll_TakesSecondsAndGivesItsLifeBack()
    {
        var silo = await TestSilo.StartAsync();
        await silo.Client.UntilAsync("/api/v1/bots/demo/status", status => (string?)status["status"] == "Running");

        await silo.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        // A life given back is not waited for: the next silo's bots start at once instead of after ten seconds.
        await using var again = await TestSilo.StartAsync(silo.Folder);
        var silos = (await (await again.Client.GetAsync("/api/v1/cluster")).JsonAsync())["silos"]!.AsArray();
        Assert.Single(silos);
    }

    [Fact]
    public async Task Start_WithAWordThatIsNoCommand_SaysSo()
    {
        var (exitCode, _, error) = await RunAsync(["admin-kex"]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("start.unknown_argument: ", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(SiloComposition).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static StartException Explain(Action start) => Known(Record.Exception(start));

    private static async Task<StartException> ExplainAsync(string folder, params string[] more) =>
        Known(await Record.ExceptionAsync(() => TestSilo.StartAsync(folder, more)));

    private static StartException Known(Exception? failure)
    {
        Assert.NotNull(failure);
        return StartErrors.Explain(failure) ?? throw new InvalidOperationException("Nothing an operator could mend.", failure);
    }
}
