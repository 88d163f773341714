using System.Text.Json.Nodes;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions.Webhooks;
using Orleans.Concurrency;

namespace MultiBot.Client.Tests.Cluster;

/// <summary>The webhooks' contract over a dictionary; what is written is kept as it came.</summary>
[StatelessWorker, Reentrant]
public sealed class FakeWebhooksGrain(FakeCluster cluster) : Grain, IWebhooksGrain
{
    public const string DrawnSecret = "whsec_drawn";

    public Task<Answer<WebhookList>> ListWebhooks() =>
        Task.FromResult<Answer<WebhookList>>(new WebhookList { Items = [.. cluster.Webhooks.Values.OrderBy(hook => hook.Id.Value, StringComparer.Ordinal)] });

    public Task<Answer<WebhookView>> GetWebhook(WebhookId id) =>
        Task.FromResult<Answer<WebhookView>>(cluster.Webhooks.TryGetValue(id.Value, out var hook) ? hook : NotFound(id));

    public Task<Answer<WebhookView>> AddWebhook(WebhookWrite write)
    {
        var json = JsonNode.Parse(write.Json)!;
        if (json["types"] is null)
            return Task.FromResult<Answer<WebhookView>>(Problem.Invalid("config.required", "/types: Name the types.", new FieldError("/types", "config.required", "Name the types.")));
        var view = new WebhookView
        {
            Id = WebhookId.Parse("wh_" + cluster.NewId("hook").Replace("-", "", StringComparison.Ordinal)),
            Name = json["name"]!.GetValue<string>(),
            Url = json["url"]!.GetValue<string>(),
            Secret = "***",
            Bots = json["bots"]?.AsArray().Select(bot => bot!.GetValue<string>()).ToArray(),
            Tag = json["tag"]?.GetValue<string>(),
            Types = [.. json["types"]!.AsArray().Select(type => type!.GetValue<string>())],
            IncludeText = json["includeText"]?.GetValue<bool>() ?? false,
            Enabled = true,
            Revision = 1,
            CreatedAt = TestTimes.Noon,
            UpdatedAt = TestTimes.Noon,
            Position = 41,
            LastError = "webhook.server_error",
            FailingSince = TestTimes.Noon,
        };
        cluster.Webhooks[view.Id.Value] = view;
        return Task.FromResult<Answer<WebhookView>>(view with { Secret = json["secret"]?.GetValue<string>() ?? DrawnSecret });
    }

    public Task<Answer<WebhookView>> ChangeWebhook(WebhookId id, WebhookWrite write)
    {
        if (!cluster.Webhooks.TryGetValue(id.Value, out var hook)) return Task.FromResult<Answer<WebhookView>>(NotFound(id));
        if (write.ExpectedRevision is { } expected && expected != hook.Revision) return Task.FromResult<Answer<WebhookView>>(Problem.Stale("config.revision_stale", "It was changed."));
        var patch = JsonNode.Parse(write.Json)!.AsObject();
        var changed = cluster.Webhooks[id.Value] = hook with { Enabled = patch["enabled"]?.GetValue<bool>() ?? hook.Enabled, Revision = hook.Revision + 1 };
        return Task.FromResult<Answer<WebhookView>>(changed with { Secret = patch.ContainsKey("secret") ? DrawnSecret : "***" });
    }

    public Task<Answer<WebhookView>> RemoveWebhook(WebhookId id, long? expectedRevision) =>
        Task.FromResult<Answer<WebhookView>>(cluster.Webhooks.TryRemove(id.Value, out var hook) ? hook : NotFound(id));

    public Task<Answer<WebhookTest>> TestWebhook(WebhookId id)
    {
        if (!cluster.Webhooks.TryGetValue(id.Value, out var hook)) return Task.FromResult<Answer<WebhookTest>>(NotFound(id));
        var isTaken = hook.Url.EndsWith("/good", StringComparison.Ordinal);
        return Task.FromResult<Answer<WebhookTest>>(new WebhookTest
        {
            Delivered = isTaken,
            Status = isTaken ? 204 : 503,
            Reason = isTaken ? null : "Service Unavailable",
            Duration = TimeSpan.FromMilliseconds(12.34),
            Code = isTaken ? null : "webhook.server_error",
        });
    }

    private static Problem NotFound(WebhookId id) => Problem.NotFound("webhook.not_found", $"There is no webhook «{id}».");
}
