using MultiBot.Domain.Keys;
using MultiBot.Silo.Security;
using Scalar.AspNetCore;

namespace MultiBot.Silo.Api.Docs;

/// <summary><c>/openapi/v1.json</c> and <c>/docs</c>, which shows it. Nothing is loaded from elsewhere: a policy in the answer sees to it.</summary>
public static class ApiDocs
{
    private const string ContentPolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:";

    public static IServiceCollection AddApiDocs(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) is true;
            options.AddDocumentTransformer(DocumentShape.DescribeAsync);
            options.AddOperationTransformer(OperationShape.DescribeAsync);
            options.AddSchemaTransformer(SchemaShape.DescribeAsync);
        });

    public static WebApplication MapApiDocs(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").NeedsUnlessLocal(ApiRole.Viewer);
        app.MapGet("/", () => Results.Redirect("/docs")).AllowAnonymous().ExcludeFromDescription();
        var docs = app.MapGroup("").NeedsUnlessLocal(ApiRole.Viewer);
        docs.MapScalarApiReference("/docs", options =>
        {
            options.Title = "MultiBot API";
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.ProxyUrl = null;
        });
        docs.AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = ContentPolicy;
            return await next(context);
        });
        return app;
    }
}
