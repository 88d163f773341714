using System.Reflection;
using MultiBot.Domain.Commands;

namespace MultiBot.Domain.Tests.Commands;

public sealed class CommandsDocumentationTests
{
    [Fact]
    public void Documentation_OfCommands_NamesEachOfThemAsTheManualDoes()
    {
        var page = Documents.Read("chat-commands.md");

        Assert.All(CommandManual.All, manual => Assert.Contains($"| `{manual.Usage}` |", page));
        Assert.All(CommandManual.All.Where(manual => manual.Example is not null), manual => Assert.Contains($"`{manual.Example}`", page));
    }

    [Fact]
    public void Documentation_OfErrors_NamesEveryCode()
    {
        var page = Documents.Read("errors.md");

        Assert.All(typeof(CommandCodes).GetFields(BindingFlags.Public | BindingFlags.Static), code => Assert.Contains($"| `{code.GetValue(null)}` |", page));
    }
}
