using System.CommandLine;
using System.Text.Json.Nodes;
using MultiBot.Client.Commands;
using MultiBot.Client.Input;
using MultiBot.Client.Output;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;
using Spectre.Console;

namespace MultiBot.Client.Bots;

/// <summary><c>bots add</c>: from JSON, or from a few options.</summary>
internal sealed class AddBot
{
    private readonly Argument<string?> file = new("file") { Description = "A bot's JSON; - reads standard input", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> id = new("--id") { Description = "The bot's id; made from the name when absent" };
    private readonly Option<string?> name = new("--name") { Description = "Display name; the id when absent" };

    private readonly Option<string?> token = new("--token")
    {
        Description = "BotFather's token; - reads it from standard input, so that it shows in no list of processes. Asked for when absent",
        HelpName = "-",
    };

    private readonly Option<string?> apiUrl = new("--api-url") { Description = "Another Bot API server, or sandbox", HelpName = "url" };
    private readonly Option<bool> removeWebhook = new("--remove-webhook") { Description = "Consent to remove a webhook that is set at Telegram" };

    public static Command Create(CommandRunner runner)
    {
        var add = new AddBot();
        return runner.Command(
            "add", "Register a bot and start it", add.RunAsync, add.file, add.id, add.name, add.token, add.apiUrl, add.removeWebhook);
    }

    private async Task<int> RunAsync(CommandCall call)
    {
        var quick = call.Get(id) ?? call.Get(name) ?? call.Get(token) ?? call.Get(apiUrl);
        var source = call.Get(file);
        if (source is null && call.Get(id) is null && call.Get(name) is null) return call.Misuse("Name a JSON file (- for standard input), or give --id or --name and --token -.");
        if (source is not null && quick is not null) return call.Misuse("A JSON file holds everything: give either it or --id, --name, --token and --api-url.");
        if (source is null && call.Get(token) is null && !call.Terminal.Asks) return call.Misuse("Give the token: --token - reads it from standard input.");

        var json = source is not null ? await InputText.ReadAsync(call.Terminal, source, call.Cancellation) : await ComposeAsync(call);
        if (json.Value is null) return call.Refuse(json.Problem);
        var manager = (await call.ConnectAsync()).Manager();
        var answer = await manager.RegisterBot(new BotWrite { Json = json.Value, RemoveWebhook = call.Get(removeWebhook) });
        return call.Show(answer, view => JsonNode.Parse(view.Json)!, view => call.Terminal.Line($"Registered {view.BotId}."));
    }

    private async Task<Answer<string>> ComposeAsync(CommandCall call)
    {
        var secret = call.Get(token) is { } given
            ? await InputText.ReadValueAsync(call.Terminal, given, "--token", call.Cancellation)
            : await call.Terminal.Out.PromptAsync(new TextPrompt<string>("Token:").Secret(), call.Cancellation);
        if (secret.Value is null) return secret;
        var bot = new JsonObject();
        if (call.Get(id) is { } botId) bot["botId"] = botId;
        bot["name"] = call.Get(name) ?? call.Get(id);
        var telegram = new JsonObject { ["kind"] = "bot", ["token"] = secret.Value };
        if (call.Get(apiUrl) is { } url) telegram["apiUrl"] = url;
        bot["telegram"] = telegram;
        return bot.ToJsonString(Json.Options);
    }
}
