using System.Text.Json;
using Json.Schema;
using Microsoft.Extensions.AI;

namespace MultiBot.Replies.Analyses;

/// <summary>
/// The shape of an analysis. In the part of JSON Schema that OpenAI's strict mode takes: every property is required, none may be added,
/// and lengths are not in it (they are rules of our own).
/// </summary>
internal static class AnalysisSchema
{
    private const string Name = "analysis";

    private const string Text =
        """
        {
          "type": "object",
          "properties": {
            "summary": { "type": ["string", "null"] },
            "facts": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "topic": { "type": "string" },
                  "text": { "type": "string" },
                  "replaces": { "type": "array", "items": { "type": "string" } }
                },
                "required": ["topic", "text", "replaces"],
                "additionalProperties": false
              }
            },
            "language": { "type": ["string", "null"] },
            "timeZone": { "type": ["string", "null"] }
          },
          "required": ["summary", "facts", "language", "timeZone"],
          "additionalProperties": false
        }
        """;

    private static readonly JsonSchema Schema = JsonSchema.FromText(Text);

    /// <summary>For models that can be held to it.</summary>
    public static ChatResponseFormat Format { get; } = MakeFormat();

    public static bool Fits(JsonElement answer) => Schema.Evaluate(answer).IsValid;

    private static ChatResponseFormatJson MakeFormat()
    {
        using var schema = JsonDocument.Parse(Text);
        return ChatResponseFormat.ForJsonSchema(schema.RootElement.Clone(), Name);
    }
}
