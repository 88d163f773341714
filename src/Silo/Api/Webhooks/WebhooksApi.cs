using System.Text.Json;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Webhooks;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Json;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Webhooks;

/// <summary><c>/api/v1/webhooks</c>: addresses to which events are sent. Only admins who see every bot.</summary>
public static class WebhooksApi
{
    private const string Json = "application/json";

    public static RouteGroupBuilder MapWebhooksApi(this RouteGroupBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").WithTags("Webhooks").Needs(ApiRole.Admin, allBots: true);
        webhooks.MapGet("/", List).WithSummary("List webhooks, secrets masked").Produces<ListAnswer<WebhookItem>>();
        webhooks.MapPost("/", Add).Audited("webhook.add").WithSummary("Make a webhook; its secret is shown this once")
            .Accepts<WebhookBodyShape>(Json).Produces<WebhookItem>(StatusCodes.Status201Created);
        webhooks.MapGet("/{webhookId}", Get).WithSummary("Read a webhook, its secret masked").Produces<WebhookItem>();
        webhooks.MapPut("/{webhookId}", Replace).Audited("webhook.replace").WithSummary("Replace a webhook, applied at once")
            .Accepts<WebhookBodyShape>(Json).Produces<WebhookItem>();
        webhooks.MapPatch("/{webhookId}", Patch).Audited("webhook.patch").WithSummary("Change parts of a webhook (RFC 7396), applied at once")
            .Accepts<JsonElement>("application/merge-patch+json", Json).WithDescription("Any part of a webhook; null removes a field, and as the secret it asks for a new one.")
            .Produces<WebhookItem>();
        webhooks.MapDelete("/{webhookId}", Remove).Audited("webhook.remove").WithSummary("Remove a webhook").Produces(StatusCodes.Status204NoContent);
        webhooks.MapPost("/{webhookId}/test", Test).Audited("webhook.test").WithSummary("Send a ping now and tell what came back").Produces<WebhookTestView>();
        return api;
    }

    private static async Task<IResult> List(IGrainFactory grains) =>
        (await grains.Webhooks().ListWebhooks()).Result(list => Results.Ok(new ListAnswer<WebhookItem> { Items = Array.ConvertAll(list.Items, WebhookItem.Of) }));

    private static async Task<IResult> Add(HttpContext context, IGrainFactory grains, JsonText body) =>
        (await grains.Webhooks().AddWebhook(new WebhookWrite { Json = body.Text })).Result(hook =>
        {
            context.AuditAs(null, ("webhookId", hook.Id.Value));
            context.Response.Headers.Location = $"/api/v1/webhooks/{hook.Id}";
            return Show(context, hook, StatusCodes.Status201Created);
        });

    private static Task<IResult> Get(HttpContext context, IGrainFactory grains, string webhookId) =>
        With(webhookId, async id => Show(context, await grains.Webhooks().GetWebhook(id)));

    private static Task<IResult> Replace(HttpContext context, IGrainFactory grains, string webhookId, JsonText body) =>
        Change(context, grains, webhookId, new WebhookWrite { Json = body.Text });

    private static Task<IResult> Patch(HttpContext context, IGrainFactory grains, string webhookId, JsonText body) =>
        Change(context, grains, webhookId, new WebhookWrite { Json = body.Text, Merge = true });

    private static Task<IResult> Remove(HttpContext context, IGrainFactory grains, string webhookId) => With(webhookId, async id =>
        (await grains.Webhooks().RemoveWebhook(id, Revisions.Expected(context.Request))).Result(_ => Results.NoContent()));

    private static Task<IResult> Test(IGrainFactory grains, string webhookId) => With(webhookId, async id =>
        (await grains.Webhooks().TestWebhook(id)).Result(test => Results.Ok(WebhookTestView.Of(test))));

    private static Task<IResult> Change(HttpContext context, IGrainFactory grains, string webhookId, WebhookWrite write) => With(webhookId, async id =>
        Show(context, await grains.Webhooks().ChangeWebhook(id, write with { ExpectedRevision = Revisions.Expected(context.Request) })));

    private static Task<IResult> With(string webhookId, Func<WebhookId, Task<IResult>> use) => WebhookId.TryParse(webhookId, out var id)
        ? use(id)
        : Task.FromResult(Problem.NotFound("webhook.not_found", "There is no such webhook.").Result());

    private static IResult Show(HttpContext context, Answer<WebhookView> answer) => answer.Result(hook => Show(context, hook, StatusCodes.Status200OK));

    private static IResult Show(HttpContext context, WebhookView hook, int status)
    {
        context.SetRevision(hook.Revision);
        // A new secret stands in this one answer, and an address may hold one: no cache may keep it.
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(WebhookItem.Of(hook), statusCode: status);
    }
}
