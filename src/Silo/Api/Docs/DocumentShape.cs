using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Docs;

/// <summary>The document's head: what this is and how to sign in.</summary>
internal static class DocumentShape
{
    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "MultiBot",
            Version = "v1",
            Description = "Runs Telegram bots with personas. Errors are problem details (RFC 9457) with a stable `code`; lists answer `items` and `next`.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[ApiKeyHandler.SchemeName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = ApiKeyText.Prefix + "…",
            Description = "An API key; `./run admin-key` on the silo's machine makes one.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKeyHandler.SchemeName, document)] = [] }];
        return Task.CompletedTask;
    }
}
