using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Secrets;

namespace MultiBot.Silo.Api.Docs;

/// <summary>Domain types whose JSON is not their shape.</summary>
internal static class SchemaShape
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(BotId) || type == typeof(BotId?))
            BecomeText(schema, "1–50 of a-z 0-9 - _", $"^[a-z0-9_-]{{1,{BotId.MaxLength}}}$");
        else if (type == typeof(Secret))
            BecomeText(schema, $"A secret: goes in and never comes out. «{Secret.Mask}» means unchanged.", pattern: null);
        else if (type == typeof(BotConfig))
            // The id is made from the name when it is left out.
            schema.Required?.Remove("botId");
        else if (type.IsEnum)
            BecomeNames(schema, type);
        return Task.CompletedTask;
    }

    private static void BecomeNames(OpenApiSchema schema, Type type)
    {
        schema.Type = JsonSchemaType.String;
        if (type == typeof(LlmProvider))
            schema.Enum = ["openai", "azure", "compatible"];
    }

    private static void BecomeText(OpenApiSchema schema, string description, string? pattern)
    {
        schema.Type = JsonSchemaType.String;
        schema.Properties = null;
        schema.Required = null;
        schema.Pattern = pattern;
        schema.Description = description;
    }
}
