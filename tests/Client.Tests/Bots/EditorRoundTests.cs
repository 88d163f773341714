using System.Text.Json.Nodes;
using MultiBot.Client.Input;
using MultiBot.Client.Tests.Cluster;
using Spectre.Console.Testing;

namespace MultiBot.Client.Tests.Bots;

public sealed class EditorRoundTests(TestSilo silo)
{
    [Fact]
    public async Task Edit_WhenSavedInTheEditor_ReplacesTheConfigurationItRead()
    {
        var bot = silo.Cluster.Add(bot => bot.Revision = 3);
        var editor = new Editing(text => text.Replace("Anna", "Берта", StringComparison.Ordinal));

        var run = await Run(bot, editor);

        Assert.Equal(0, run.Code);
        Assert.False(bot.LastWrite!.Merge);
        Assert.Equal(3, bot.LastWrite.ExpectedRevision);
        Assert.Equal("Берта", JsonNode.Parse(bot.LastWrite.Json)!["name"]!.GetValue<string>());
        Assert.False(File.Exists(editor.Path));
    }

    [Fact]
    public async Task Edit_WhenTheFileLiesOnDisk_OnlyItsOwnerReadsIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes.");
        var editor = new Editing(text => text);

        await Run(silo.Cluster.Add(), editor);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, editor.Mode);
    }

    [Fact]
    public async Task Edit_WhenNothingWasChanged_SendsNothing()
    {
        var bot = silo.Cluster.Add();

        var run = await Run(bot, new Editing(text => text + "\n"));

        Assert.Equal(0, run.Code);
        Assert.Null(bot.LastWrite);
        Assert.Contains("Nothing was changed.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_WhenTheEditorFails_ChangesNothing()
    {
        var bot = silo.Cluster.Add();
        var editor = Editing.GivesUp;

        var run = await Run(bot, editor);

        Assert.Equal(1, run.Code);
        Assert.Null(bot.LastWrite);
        Assert.False(File.Exists(editor.Path));
    }

    [Fact]
    public async Task Edit_WhenTheBotWasChangedMeanwhile_KeepsTheText()
    {
        var bot = silo.Cluster.Add();
        var editor = new Editing(text =>
        {
            bot.Revision++;
            return text.Replace("Anna", "Berta", StringComparison.Ordinal);
        });

        var run = await Run(bot, editor);

        Assert.Equal(1, run.Code);
        Assert.Contains("bot.stale:", run.Error, StringComparison.Ordinal);
        Assert.Contains(editor.Path!, run.Error, StringComparison.Ordinal);
        Assert.Contains("Berta", await File.ReadAllTextAsync(editor.Path!, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        File.Delete(editor.Path!);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("no-such-editor-anywhere --wait", false)]
    public async Task ExternalEditor_WhenItEnds_TellsWhetherItWentWell(string command, bool expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "true and false are programs of Unix.");
        var editor = new ExternalEditor(name => name == "EDITOR" ? command : null);

        Assert.Equal(expected, await editor.EditAsync("unused", TestContext.Current.CancellationToken));
    }

    private async Task<ConsoleRun> Run(FakeBot bot, Editing editor)
    {
        using var console = new TestConsole();
        return await ConsoleRun.Person(console, TextReader.Null, editor, ConsoleRun.At(silo, "bots", "edit", bot.Id.Value));
    }
}
