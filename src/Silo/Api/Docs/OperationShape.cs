using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using MultiBot.Silo.Api.Idempotency;
using MultiBot.Silo.Api.Problems;

namespace MultiBot.Silo.Api.Docs;

/// <summary>What every operation has: problem details as its errors, and the headers it honours.</summary>
internal static class OperationShape
{
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Refused or failed; `code` says why.",
            Content = new Dictionary<string, OpenApiMediaType> { [ProblemResults.ContentType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(nameof(ProblemDocument), context.Document) } },
        };

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IdempotentEndpoint>().Any())
            AddHeader(operation, IdempotencyMiddleware.Header, "A text of your own: a repeated request with it is answered as the first was, for a day.");
        if (HonoursIfMatch(context.Description.HttpMethod, context.Description.RelativePath ?? ""))
            AddHeader(operation, "If-Match", "The ETag of the GET: 412 when it was changed meanwhile.");
        return Task.CompletedTask;
    }

    private static bool HonoursIfMatch(string? method, string path) =>
        method is "PUT" or "PATCH" or "DELETE" && !path.Contains("/keys", StringComparison.Ordinal);

    private static void AddHeader(OpenApiOperation operation, string name, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }
}
