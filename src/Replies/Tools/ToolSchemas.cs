using System.Text.Json;
using Json.Schema;
using Microsoft.Extensions.AI;
using MultiBot.Domain.Replies;

namespace MultiBot.Replies.Tools;

/// <summary>The tools as a model is told of them, and the shapes of their arguments.</summary>
internal static class ToolSchemas
{
    private static readonly Dictionary<string, (AITool Tool, JsonSchema Schema)> Known = new(StringComparer.Ordinal)
    {
        [ToolNames.Remember] = Make(
            ToolNames.Remember,
            "Note a lasting fact that the person has told of themselves, one short sentence. Not what the notes hold already, never a secret.",
            """{"type":"object","properties":{"topic":{"type":"string","description":"One word for what it is about"},"text":{"type":"string"}},"required":["topic","text"],"additionalProperties":false}"""),
        [ToolNames.WriteAgain] = Make(
            ToolNames.WriteAgain,
            "Arrange to write to the person again at a time they have agreed to.",
            """{"type":"object","properties":{"at":{"type":"string","description":"Where the person is: yyyy-MM-ddTHH:mm"},"about":{"type":"string","description":"What to write about"}},"required":["at","about"],"additionalProperties":false}"""),
        [ToolNames.AskOperator] = Make(
            ToolNames.AskOperator,
            "Ask the human operator for what you cannot know or decide. The answer does not come at once.",
            """{"type":"object","properties":{"question":{"type":"string"}},"required":["question"],"additionalProperties":false}"""),
    };

    /// <summary>In the order of the names.</summary>
    public static IReadOnlyList<AITool> Of(IReadOnlyList<string> names) => [.. names.Select(name => Known[name].Tool)];

    public static bool Fits(string name, JsonElement arguments) => Known[name].Schema.Evaluate(arguments).IsValid;

    private static (AITool Tool, JsonSchema Schema) Make(string name, string description, string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return (AIFunctionFactory.CreateDeclaration(name, description, document.RootElement.Clone()), JsonSchema.FromText(schema));
    }
}
