using System.Security.Cryptography;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions.Webhooks;
using MultiBot.Grains.Events;

namespace MultiBot.Grains.Webhooks;

/// <summary>Reads, checks and writes webhooks; knows no grain.</summary>
internal sealed class WebhookRegistry(WebhookSilo silo, EventTail tail)
{
    private const int IdBytes = 8;
    private const int SecretBytes = 32;

    public static Problem NoSuchWebhook(WebhookId id) => Problem.NotFound("webhook.not_found", $"There is no webhook «{id}».");

    public async Task<Answer<WebhookList>> ListAsync()
    {
        var all = await silo.Store.ListAsync(CancellationToken.None);
        return new WebhookList { Items = [.. all.Select(hook => View(hook))] };
    }

    public async Task<Answer<WebhookView>> FindAsync(WebhookId id) =>
        await silo.Store.FindAsync(id, CancellationToken.None) is { } hook ? View(hook) : NoSuchWebhook(id);

    public async Task<Answer<WebhookView>> AddAsync(WebhookWrite write)
    {
        var read = WebhookReader.Read(write.Json, current: null, DrawSecret);
        if (read.Value is not { } settings) return read.Problem!;
        if ((await silo.Store.ListAsync(CancellationToken.None)).Count >= silo.Options.Most)
            return Problem.Conflict("webhook.too_many", $"There are {silo.Options.Most} webhooks, as many as MultiBot:Webhooks:Most allows; remove one, or have one address pass events on.");
        if (await tail.HorizonAsync(CancellationToken.None) is not { } position)
            return Problem.Unavailable("events.held_up", "A transaction writes events that was open when this silo started; until it ends, nobody knows where to begin. The log names it.");

        var now = silo.Time.GetUtcNow();
        var hook = new Webhook
        {
            Id = WebhookId.Parse(WebhookId.Prefix + RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true)),
            Settings = settings,
            State = new WebhookState { Position = position },
            CreatedAt = now,
            UpdatedAt = now,
        };
        await silo.Store.AddAsync(hook, CancellationToken.None);
        return View(hook, settings.Secret);
    }

    public async Task<Answer<WebhookView>> ChangeAsync(WebhookId id, WebhookWrite write)
    {
        if (await silo.Store.FindAsync(id, CancellationToken.None) is not { } current) return NoSuchWebhook(id);
        if (write.ExpectedRevision is { } expected && expected != current.Revision) return Outdated();
        var json = write.Json;
        if (write.Merge)
        {
            var merged = WebhookReader.Merge(current, write.Json);
            if (merged.Value is null) return merged.Problem!;
            json = merged.Value;
        }

        var read = WebhookReader.Read(json, current, DrawSecret);
        if (read.Value is not { } settings) return read.Problem!;
        var isNew = settings.Secret != current.Settings.Secret;
        return await silo.Store.ReplaceAsync(id, settings, current.Revision, CancellationToken.None) is { } replaced
            ? View(replaced, isNew ? settings.Secret : null)
            : Outdated();
    }

    public async Task<Answer<WebhookView>> RemoveAsync(WebhookId id, long? expectedRevision)
    {
        if (await silo.Store.FindAsync(id, CancellationToken.None) is not { } current) return NoSuchWebhook(id);
        if (await silo.Store.RemoveAsync(id, expectedRevision, CancellationToken.None)) return View(current);
        return await silo.Store.FindAsync(id, CancellationToken.None) is null ? NoSuchWebhook(id) : Outdated();
    }

    private static Secret DrawSecret() => WebhookSignature.SecretOf(RandomNumberGenerator.GetBytes(SecretBytes));

    private static WebhookView View(Webhook hook, Secret? shown = null) => new()
    {
        Id = hook.Id,
        Name = hook.Settings.Name,
        Url = hook.Settings.Url,
        Secret = shown?.Reveal() ?? Secret.Mask,
        Bots = hook.Settings.Bots?.Select(bot => bot.Value).ToArray(),
        Tag = hook.Settings.Tag,
        Types = [.. hook.Settings.Types],
        IncludeText = hook.Settings.IncludeText,
        Enabled = hook.Settings.Enabled,
        Revision = hook.Revision,
        CreatedAt = hook.CreatedAt,
        UpdatedAt = hook.UpdatedAt,
        Position = hook.State.Position,
        LastError = hook.State.LastError,
        LastStatus = hook.State.LastStatus,
        LastDeliveredAt = hook.State.LastDeliveredAt,
        FailingSince = hook.State.FailingSince,
    };

    private static Problem Outdated() => Problem.Stale("config.revision_stale", "It was changed meanwhile; read it again and repeat your change.");
}
