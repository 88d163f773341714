using System.Text.Json.Nodes;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Bots.Configuration;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Tests.Bots.Configuration;

/// <summary>Documents to start from, and short ways to read them.</summary>
internal static class Configurations
{
    public const string Token = "100000:first-token";
    public const string Smallest = """{ "name": "Anna", "telegram": { "token": "100000:first-token" } }""";

    public static ConfigurationFactory Factory { get; } = new();

    /// <summary>The smallest bot with fields set by dotted path; the value is JSON. A null value removes the field.</summary>
    public static string With(params (string Path, string? Json)[] fields)
    {
        var tree = JsonNode.Parse(Smallest)!.AsObject();
        foreach (var (path, json) in fields) Set(tree, path.Split('.'), json);
        return tree.ToJsonString();
    }

    public static BotConfig Bot(string json, BotConfig? current = null, string? template = null)
    {
        var answer = Factory.Read(json, current, template);
        Assert.True(answer.Problem is null, answer.Problem?.Detail);
        return answer.Value!;
    }

    public static Problem Refused(string json, BotConfig? current = null, string? template = null)
    {
        var answer = Factory.Read(json, current, template);
        Assert.Null(answer.Value);
        return Assert.IsType<Problem>(answer.Problem);
    }

    /// <summary>The one field that is refused.</summary>
    public static FieldError RefusedField(string json, BotConfig? current = null, string? template = null) =>
        Assert.Single(Refused(json, current, template).Fields);

    private static void Set(JsonObject tree, string[] path, string? json)
    {
        foreach (var section in path[..^1]) tree = (tree[section] ??= new JsonObject()).AsObject();
        if (json is null) tree.Remove(path[^1]);
        else tree[path[^1]] = JsonNode.Parse(json);
    }
}
