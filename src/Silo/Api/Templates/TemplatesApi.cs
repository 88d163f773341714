using System.Text;
using System.Text.Json;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Docs;
using MultiBot.Silo.Api.Json;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Templates;

/// <summary><c>/api/v1/templates</c>: configurations that bots share.</summary>
public static class TemplatesApi
{
    public static RouteGroupBuilder MapTemplatesApi(this RouteGroupBuilder api)
    {
        var templates = api.MapGroup("/templates").WithTags("Templates");
        templates.MapGet("/", List).Needs(ApiRole.Viewer).WithSummary("List templates").Produces<ListAnswer<TemplateItem>>();
        templates.MapGet("/{name}", Get).Needs(ApiRole.Viewer).WithSummary("Read a template").ProducesJson();
        templates.MapPut("/{name}", Put).Needs(ApiRole.Admin, allBots: true).Audited("template.put")
            .WithSummary("Make or replace a template; bots that use it change at once").TakesTemplate().ProducesJson();
        templates.MapDelete("/{name}", Delete).Needs(ApiRole.Admin, allBots: true).Audited("template.delete")
            .WithSummary("Delete a template that no bot uses").Produces(StatusCodes.Status204NoContent);
        return api;
    }

    private static async Task<IResult> List(HttpContext context, IQueries queries, int? limit, string? after)
    {
        var page = await Paging.ReadAsync(queries.ListTemplatesAsync(after, Paging.Limit(limit), context.RequestAborted));
        return Results.Ok(page.View(TemplateItem.Of));
    }

    private static async Task<IResult> Get(HttpContext context, IGrainFactory grains, string name) =>
        (await grains.Manager().GetTemplate(name)).Result(template => Show(context, template.Json, template.Revision));

    private static async Task<IResult> Put(HttpContext context, IGrainFactory grains, string name, JsonText body) =>
        (await grains.Manager().PutTemplate(name, body.Text, Revisions.Expected(context.Request)))
            .Result(template => Show(context, template.Json, template.Revision));

    private static async Task<IResult> Delete(HttpContext context, IGrainFactory grains, string name)
    {
        if (Revisions.Expected(context.Request) is { } expected)
        {
            var current = await grains.Manager().GetTemplate(name);
            if (current.Value is { } template && template.Revision != expected) return ApiProblems.Stale.Result();
        }

        return (await grains.Manager().DeleteTemplate(name)).Result(_ => Results.NoContent());
    }

    private static IResult Show(HttpContext context, string json, long revision)
    {
        context.SetRevision(revision);
        return Results.Text(json, "application/json", Encoding.UTF8);
    }
}

/// <summary>A template in a list.</summary>
public sealed record TemplateItem
{
    public required string Name { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required JsonElement Template { get; init; }

    public static TemplateItem Of(TemplateRecord template) => new()
    {
        Name = template.Name,
        Revision = template.Revision,
        UpdatedAt = template.UpdatedAt,
        Template = JsonElement.Parse(template.Json),
    };
}
