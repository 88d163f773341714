using System.Xml.Linq;

namespace MultiBot.Architecture.Tests;

/// <summary>Who may know whom. The table is the one in docs/architecture.md; a new arrow needs a decision record.</summary>
public sealed class ProjectReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Grains.Abstractions"] = ["Domain"],
        ["Grains"] = ["Grains.Abstractions", "Domain"],
        ["Storage"] = ["Domain"],
        ["Telegram"] = ["Domain"],
        ["Replies"] = ["Domain"],
        ["Sandbox"] = [],
        ["Silo"] = ["Domain", "Grains.Abstractions", "Grains", "Storage", "Telegram", "Replies", "Sandbox"],
        ["Client"] = ["Grains.Abstractions", "Domain"],
    };

    /// <summary>Packages whose types must not leave one project.</summary>
    private static readonly Dictionary<string, string[]> PackageHomes = new()
    {
        ["Telegram.Bot"] = ["Telegram"],
        ["WTelegramClient"] = ["Telegram"],
        // The console asks the database for the silos, and reads nothing else there.
        ["Npgsql"] = ["Storage", "Client"],
        ["Microsoft.Data.Sqlite"] = ["Storage"],
        ["OpenAI"] = ["Replies"],
        ["Azure.AI.OpenAI"] = ["Replies"],
        ["Microsoft.Extensions.AI.OpenAI"] = ["Replies"],
        ["Spectre.Console"] = ["Client"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void EveryProjectUnderSrc_StandsInTheTable() =>
        Assert.Equal(Allowed.Keys.Order(), Directory.GetDirectories(Repository.SourceFolder).Select(folder => Path.GetFileName(folder)).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesOnlyWhatTheTableAllows(string project)
    {
        var references = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_UsesALibraryOnlyWhereItLives(string project)
    {
        var strangers = Items(project, "PackageReference")
            .Where(package => PackageHomes.TryGetValue(package, out var homes) && !homes.Contains(project));

        Assert.Empty(strangers);
    }

    [Fact]
    public void Domain_NeedsNoPackageButTheCodecs() =>
        Assert.Equal(["Microsoft.Orleans.CodeGenerator", "Microsoft.Orleans.Serialization"], Items("Domain", "PackageReference"));

    private static IEnumerable<string> Items(string project, string item) =>
        XDocument.Load(Path.Combine(Repository.SourceFolder, project, project + ".csproj"))
            .Descendants(item)
            .Select(element => element.Attribute("Include")!.Value);
}
