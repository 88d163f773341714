using System.CommandLine;
using System.Text.Json.Nodes;
using MultiBot.Client.Commands;
using MultiBot.Client.Input;
using MultiBot.Client.Output;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Client.Webhooks;

/// <summary><c>webhooks add</c>: from JSON, or from a few options. Shows the secret this once.</summary>
internal sealed class AddWebhook
{
    private readonly Argument<string?> file = new("file") { Description = "A webhook's JSON; - reads standard input", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> name = new("--name") { Description = "What it is for" };
    private readonly Option<string?> url = new("--url") { Description = "Where events go; - reads a line of standard input, if it holds a secret", HelpName = "url" };
    private readonly Option<string[]> types = new("--type") { Description = "A type of event; may be given several times", HelpName = "type", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> bots = new("--bot") { Description = "Only events of this bot; may be given several times", HelpName = "bot", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> tag = new("--tag") { Description = "Only events of bots with this tag" };
    private readonly Option<bool> text = new("--include-text") { Description = "The text of messages goes along" };

    private readonly Option<string?> secret = new("--secret")
    {
        Description = "whsec_…; - reads a line of standard input, so that it shows in no list of processes. Drawn when absent",
        HelpName = "-",
    };

    public static Command Create(CommandRunner runner)
    {
        var add = new AddWebhook();
        return runner.Command(
            "add", "Make a webhook; its secret is shown this once", add.RunAsync, add.file, add.name, add.url, add.types, add.bots, add.tag, add.text, add.secret);
    }

    private async Task<int> RunAsync(CommandCall call)
    {
        var source = call.Get(file);
        var isQuick = new Option[] { name, url, types, bots, tag, text, secret }.Any(call.Has);
        if (source is null == !isQuick) return call.Misuse("Name a JSON file (- for standard input), or give --name, --url and --type.");
        var json = source is not null ? await InputText.ReadAsync(call.Terminal, source, call.Cancellation) : await ComposeAsync(call);
        if (json.Value is null) return call.Refuse(json.Problem);
        var answer = await (await call.ConnectAsync()).Webhooks().AddWebhook(new WebhookWrite { Json = json.Value });
        return call.Show(answer, WebhookJson.Of, hook =>
        {
            call.Terminal.Line($"Made {hook.Id}. Its secret, shown this once:");
            call.Terminal.Line(hook.Secret);
        });
    }

    private async Task<Answer<string>> ComposeAsync(CommandCall call)
    {
        var hook = new JsonObject();
        foreach (var (field, option) in new[] { ("name", name), ("url", url), ("tag", tag), ("secret", secret) })
        {
            if (call.Get(option) is not { } given) continue;
            var value = option == name || option == tag ? given : await InputText.ReadValueAsync(call.Terminal, given, option.Name, call.Cancellation);
            if (value.Value is null) return value;
            hook[field] = value.Value;
        }

        if (call.Has(types)) hook["types"] = new JsonArray([.. call.Get(types)!.Select(type => JsonValue.Create(type))]);
        if (call.Has(bots)) hook["bots"] = new JsonArray([.. call.Get(bots)!.Select(bot => JsonValue.Create(bot))]);
        if (call.Get(text)) hook["includeText"] = true;
        return hook.ToJsonString(Json.Options);
    }
}
