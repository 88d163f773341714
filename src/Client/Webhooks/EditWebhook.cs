using System.CommandLine;
using MultiBot.Client.Bots;
using MultiBot.Client.Commands;
using MultiBot.Client.Input;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Client.Webhooks;

/// <summary><c>webhooks edit</c>: a merge patch from a file or from settings.</summary>
internal sealed class EditWebhook
{
    private readonly Argument<WebhookId> id = WebhookText.Id();
    private readonly Option<string?> file = new("--file") { Description = "A merge patch (RFC 7396); - reads standard input", HelpName = "patch.json" };

    private readonly Option<string[]> set = new("--set")
    {
        Description = "One field, as enabled=false; null takes it away, and secret=null asks for a new one; a value of - is read from standard input",
        HelpName = "field=value",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<long?> revision = new("--revision") { Description = "Only if the webhook still stands at this revision", HelpName = "n" };

    public static Command Create(CommandRunner runner)
    {
        var edit = new EditWebhook();
        return runner.Command("edit", "Change a webhook, applied at once", edit.RunAsync, edit.id, edit.file, edit.set, edit.revision);
    }

    private async Task<int> RunAsync(CommandCall call)
    {
        if (call.Has(file) == call.Has(set)) return call.Misuse("Give either --file or --set.");
        if (call.Has(file))
        {
            var text = await InputText.ReadAsync(call.Terminal, call.Get(file)!, call.Cancellation);
            return text.Value is null ? call.Refuse(text.Problem) : await PatchAsync(call, text.Value);
        }

        var settings = new List<KeyValuePair<string, string>>();
        foreach (var one in call.Get(set) ?? [])
        {
            if (!ConfigPatch.TrySplit(one, out var pair)) return call.Misuse("--set takes field=value.");
            var value = await InputText.ReadValueAsync(call.Terminal, pair.Value, pair.Key, call.Cancellation);
            if (value.Value is null) return call.Refuse(value.Problem);
            settings.Add(new(pair.Key, value.Value));
        }

        var patch = ConfigPatch.Of(settings, out var error);
        return patch is null ? call.Misuse(error!) : await PatchAsync(call, patch);
    }

    private async Task<int> PatchAsync(CommandCall call, string patch)
    {
        var write = new WebhookWrite { Json = patch, Merge = true, ExpectedRevision = call.Get(revision) };
        Answer<WebhookView> answer = await (await call.ConnectAsync()).Webhooks().ChangeWebhook(call.Get(id), write);
        return call.Show(answer, WebhookJson.Of, hook =>
        {
            call.Terminal.Line($"Changed {hook.Id}, now at revision {hook.Revision}.");
            if (hook.Secret != Secret.Mask) call.Terminal.Line($"Its new secret, shown this once:\n{hook.Secret}");
        });
    }
}
