using MultiBot.Client.Connection;
using MultiBot.Client.Input;
using MultiBot.Client.Output;
using Spectre.Console.Testing;

namespace MultiBot.Client.Tests.Connection;

public sealed class ApiKeysTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("multibot-keys-");
    private readonly TestConsole console = new();
    private readonly Dictionary<string, string> environment = [];

    [Fact]
    public void Key_WhenGivenInSeveralWays_IsTheOptionThenTheVariableThenTheFile()
    {
        Write("data/admin.key", "mb_file\n");
        Assert.Equal("mb_file", Find(null));

        environment["MULTIBOT_KEY"] = "mb_variable";
        Assert.Equal("mb_variable", Find(null));
        Assert.Equal("mb_option", Find("mb_option"));
    }

    [Fact]
    public void Key_WhenRunInsideTheRepository_IsFoundAtItsRoot()
    {
        Write("MultiBot.sln", "");
        Write("data/admin.key", "mb_root");
        folder.CreateSubdirectory("src/Client");

        Assert.Equal("mb_root", Find(null, "src/Client"));
    }

    [Fact]
    public void Key_WhenTheDataFolderIsNamed_ComesFromThereOnly()
    {
        Write("data/admin.key", "mb_default");
        Write("elsewhere/admin.key", "mb_elsewhere");
        environment["MULTIBOT_DATA"] = Path.Combine(folder.FullName, "elsewhere");
        Assert.Equal("mb_elsewhere", Find(null));

        environment["MULTIBOT_DATA"] = Path.Combine(folder.FullName, "empty");
        Assert.Null(Find(null));
    }

    [Fact]
    public void Key_WhenThereIsNone_IsNull() => Assert.Null(Find(null));

    public void Dispose()
    {
        folder.Delete(recursive: true);
        console.Dispose();
    }

    private void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(folder.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    private string? Find(string? option, string at = "") => ApiKeys.Find(option, new Terminal
    {
        Out = console,
        Error = console,
        In = TextReader.Null,
        Rich = false,
        Asks = false,
        Environment = environment.GetValueOrDefault,
        WorkingDirectory = Path.Combine(folder.FullName, at),
        Editor = new ExternalEditor(environment.GetValueOrDefault),
    });
}
