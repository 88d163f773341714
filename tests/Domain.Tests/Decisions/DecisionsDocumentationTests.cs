using System.Text.Json;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;

namespace MultiBot.Domain.Tests.Decisions;

public sealed class DecisionsDocumentationTests
{
    private static readonly string Page = Documents.Read("decisions.md");

    [Fact]
    public void Documentation_NamesEveryReason()
    {
        Assert.All(Enum.GetValues<AutonomyReason>(), reason => Assert.Contains($"`{AutonomyReasons.CodeOf(reason)}`", Page));
        Assert.All(Enum.GetValues<ChatMode>().Select(SilenceReasons.Of).OfType<Decision>(), decision => Assert.Contains($"`{decision.Reason}`", Page));
        Assert.All([ToolReasons.Refused, ToolReasons.NothingNew, ToolReasons.Replaced, ToolReasons.Waits], reason => Assert.Contains($"`{reason}`", Page));
    }

    [Fact]
    public void Documentation_NamesEveryKindAndInput()
    {
        Assert.All(Enum.GetNames<DecisionKind>(), kind => Assert.Contains($"`{JsonNamingPolicy.CamelCase.ConvertName(kind)}`", Page));
        Assert.All(
            typeof(DecisionInputs).GetProperties().Where(property => property.CanWrite),
            input => Assert.Contains($"`{JsonNamingPolicy.CamelCase.ConvertName(input.Name)}`", Page));
    }
}
