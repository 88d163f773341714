using System.CommandLine;
using System.Globalization;
using MultiBot.Client.Commands;
using MultiBot.Domain.Bots;

namespace MultiBot.Client.Sandbox;

/// <summary><c>sandbox chat</c>: type to a bot as one of its people; one line with <c>--text</c>, else a conversation.</summary>
internal sealed class SandboxChatCommand
{
    private const long DefaultPerson = 1000;
    private const double DefaultWait = 60;

    private readonly Argument<BotId> bot = Ids.Bot();
    private readonly Option<string?> text = new("--text") { Description = "Say this, show the answer, and leave" };
    private readonly Option<string> name = new("--name") { Description = "The person's first name", DefaultValueFactory = _ => "Guest" };
    private readonly Option<double> wait = Amounts.Seconds("--wait", "Seconds to wait for an answer", DefaultWait);

    private readonly Option<long> person = new("--as")
    {
        Description = "The person's id",
        HelpName = "id",
        DefaultValueFactory = _ => DefaultPerson,
        CustomParser = result => long.TryParse(Amounts.TextOf(result), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : Amounts.Refuse<long>(result, "--as must be a person's id, a number above 0."),
    };

    private readonly Option<Uri?> url = new("--url")
    {
        Description = "Another sandbox, as http://127.0.0.1:8081; the bot's own silo when absent",
        HelpName = "url",
        CustomParser = result => Uri.TryCreate(Amounts.TextOf(result), UriKind.Absolute, out var at) && at.Scheme is "http" or "https"
            ? at
            : Amounts.Refuse<Uri>(result, "--url must be an http address."),
    };

    public static Command Create(CommandRunner runner)
    {
        var chat = new SandboxChatCommand();
        return runner.Command(
            "chat", "Talk to a bot of the sandbox; Ctrl-C or an empty input ends it", chat.RunAsync, chat.bot, chat.text, chat.person, chat.name, chat.wait, chat.url);
    }

    private async Task<int> RunAsync(CommandCall call)
    {
        if (call.Has(text) && string.IsNullOrWhiteSpace(call.Get(text))) return call.Misuse("--text is empty.");
        var found = await SandboxPlace.FindAsync(call, call.Get(bot), call.Get(url));
        if (found.Value is not { } place) return call.Refuse(found.Problem);

        using var face = new SandboxFace(place.Root, new SandboxSeat(place.AccountId, call.Get(person), call.Get(name)!), place.Key);
        var talk = new Conversation(call, face, place.BotName, call.Get(name)!, TimeSpan.FromSeconds(call.Get(wait)));
        if (call.Get(text) is { } line) return await talk.SayOnceAsync(line);
        return call.Terminal.Asks ? await talk.ConverseAsync() : await talk.ReadFromPipeAsync();
    }
}
