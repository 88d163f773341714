using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Grains.Tests.Webhooks;

/// <summary>A webhook of one test's own.</summary>
internal sealed class TestHook(ClusterFixture cluster, WebhookView view)
{
    public WebhookId Id => view.Id;
    public string Secret => view.Secret;
    public IWebhookGrain Grain => cluster.Grains.Webhook(Id);

    public static async Task<TestHook> MakeAsync(ClusterFixture cluster, Receiver receiver, object more)
    {
        var json = JsonSerializer.SerializeToNode(more)!.AsObject();
        (json["name"], json["url"]) = ("test", receiver.Url);
        json["types"] ??= JsonSerializer.SerializeToNode(EventTypes.All);
        var answer = await cluster.Grains.Webhooks().AddWebhook(new WebhookWrite { Json = json.ToJsonString() });
        Assert.True(answer.Problem is null, answer.Problem + string.Join("; ", answer.Problem?.Fields.Select(field => field.ToString()) ?? []));
        return new TestHook(cluster, answer.Value!);
    }

    public async Task<WebhookView> ChangeAsync(object patch)
    {
        var answer = await cluster.Grains.Webhooks().ChangeWebhook(Id, new WebhookWrite { Json = JsonSerializer.Serialize(patch), Merge = true });
        Assert.True(answer.Problem is null, answer.Problem + string.Join("; ", answer.Problem?.Fields.Select(field => field.ToString()) ?? []));
        return answer.Value!;
    }

    public async Task<Webhook> StoredAsync() => (await Store.FindAsync(Id, CancellationToken.None))!;

    public Task<Webhook> EventuallyAsync(Func<Webhook, bool> holds) => TestBot.EventuallyAsync(StoredAsync, holds);

    public Task<IReadOnlyList<DeadEvent>> DeadAsync() =>
        cluster.Silo.GetRequiredService<IDeadEvents>().ListAsync(0, null, Id.Subscriber, 100, CancellationToken.None);

    public IWebhookStore Store => cluster.Silo.GetRequiredService<IWebhookStore>();
}
