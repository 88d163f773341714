using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Domain.Bots;

namespace MultiBot.Client.Sandbox;

/// <summary><c>sandbox chat</c>: type to a bot as one of its people; one line with <c>--text</c>, else a conversation.</summary>
internal sealed class SandboxChatCommand
{
    private const long DefaultPerson = 1000;
    private const double DefaultWait = 60;
    private const double LongestWait = 3600;

    private readonly Argument<BotId> bot = Ids.Bot();
    private readonly Option<string?> text = new("--text") { Description = "Say this, show the answer, and leave" };
    private readonly Option<long> person = new("--as") { Description = "The person's id", HelpName = "id", DefaultValueFactory = _ => DefaultPerson };
    private readonly Option<string> name = new("--name") { Description = "The person's first name", DefaultValueFactory = _ => "Guest" };
    private readonly Option<double> wait = new("--wait") { Description = "Seconds to wait for an answer", HelpName = "seconds", DefaultValueFactory = _ => DefaultWait };
    private readonly Option<Uri?> url = new("--url") { Description = "Another sandbox, as http://127.0.0.1:8081; the bot's own silo when absent" };

    private SandboxChatCommand()
    {
        person.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() <= 0) result.AddError("--as must be a person's id, above 0.");
        });
        wait.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= LongestWait)) result.AddError("--wait must be above 0 and at most 3600 seconds.");
        });
        url.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<Uri?>() is not { IsAbsoluteUri: true, Scheme: "http" or "https" }) result.AddError("--url must be an http address.");
        });
    }

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
