using System.CommandLine;
using System.Text.Json.Nodes;
using MultiBot.Client.Commands;
using MultiBot.Domain.Chats;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Client.Chats;

/// <summary><c>chats edit</c>: what is kept of a person. Only what is named changes; an empty text takes it away.</summary>
internal sealed class EditContact
{
    private readonly Argument<Domain.Bots.BotId> bot = Ids.Bot();
    private readonly Argument<ChatId> chat = Ids.Chat();
    private readonly Option<string?> name = Text("--name", "What the persona calls them", "text");
    private readonly Option<string?> notes = Text("--notes", "For operators; no model reads them", "text");
    private readonly Option<string?> language = Text("--language", "The language they are spoken to in", "tag");
    private readonly Option<string?> timeZone = Text("--time-zone", "Where they live", "zone");

    private readonly Option<string[]> tag = new("--tag")
    {
        Description = "All their tags; once for each, an empty one for none", HelpName = "tag", Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> approval = new Option<string?>("--approval")
    {
        Description = "Whether you look at what is written to them first: on, off or default (as the bot has it)", HelpName = "on|off|default",
    }.AcceptOnlyFromAmong("on", "off", "default");

    private readonly Option<long?> revision = new("--revision") { Description = "Only if it still stands at this revision", HelpName = "n" };

    public static Command Create(CommandRunner runner)
    {
        var edit = new EditContact();
        return runner.Command(
            "edit", "Change what is kept of a person; an empty text takes it away", edit.RunAsync,
            edit.bot, edit.chat, edit.name, edit.tag, edit.notes, edit.language, edit.timeZone, edit.approval, edit.revision);
    }

    private static Option<string?> Text(string name, string description, string value) => new(name) { Description = description, HelpName = value };

    private async Task<int> RunAsync(CommandCall call)
    {
        var change = new JsonObject();
        foreach (var (option, field) in new[] { (name, "name"), (notes, "notes"), (language, "language"), (timeZone, "timeZone") })
            if (call.Has(option)) change[field] = call.Get(option) is { Length: > 0 } text ? text : null;
        if (call.Has(tag)) change["tags"] = new JsonArray([.. (call.Get(tag) ?? []).Where(one => one.Length > 0).Select(one => JsonValue.Create(one))]);
        if (call.Has(approval)) change["approval"] = call.Get(approval) switch { "on" => true, "off" => false, _ => null };
        if (change.Count == 0) return call.Misuse("Name what is to change: --name, --tag, --notes, --language, --time-zone or --approval.");

        var key = new ChatKey(call.Get(bot), call.Get(chat));
        var answer = await (await call.ConnectAsync()).Girl(key).EditContact(change.ToJsonString(), call.Get(revision));
        return call.Show(answer, edited => new EditedJson(edited.Revision), edited => call.Terminal.Line($"Changed {key}, now at revision {edited.Revision}."));
    }
}
