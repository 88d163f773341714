using System.CommandLine;
using System.Text.Json.Nodes;
using MultiBot.Client.Commands;
using MultiBot.Client.Input;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Client.Bots;

/// <summary><c>bots edit</c>: a merge patch from a file or settings, or the whole configuration in an editor.</summary>
internal sealed class EditBot
{
    private readonly Argument<Domain.Bots.BotId> bot = Ids.Bot();
    private readonly Option<string?> file = new("--file") { Description = "A merge patch (RFC 7396); - reads standard input", HelpName = "patch.json" };

    private readonly Option<string[]> set = new("--set")
    {
        Description = "One field, as persona.language=ru; null takes it away; a value of - is read from standard input (for secrets)",
        HelpName = "path=value",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<long?> revision = new("--revision") { Description = "Only if the bot still stands at this revision", HelpName = "n" };

    public static Command Create(CommandRunner runner)
    {
        var edit = new EditBot();
        return runner.Command("edit", "Change a bot, applied live; in $EDITOR when no change is given", edit.RunAsync, edit.bot, edit.file, edit.set, edit.revision);
    }

    private async Task<int> RunAsync(CommandCall call)
    {
        if (call.Has(file) && call.Has(set)) return call.Misuse("Give either --file or --set.");
        if (call.Has(file))
        {
            var text = await InputText.ReadAsync(call.Terminal, call.Get(file)!, call.Cancellation);
            return text.Value is null ? call.Refuse(text.Problem) : await PatchAsync(call, text.Value);
        }

        if (call.Has(set)) return await SetAsync(call);
        if (!call.Terminal.Asks) return call.Misuse("Give --file or --set: there is nobody to edit.");
        return await new EditorRound(call).RunAsync(call.Get(bot), call.Get(revision));
    }

    private async Task<int> SetAsync(CommandCall call)
    {
        var settings = new List<KeyValuePair<string, string>>();
        foreach (var text in call.Get(set) ?? [])
        {
            if (!ConfigPatch.TrySplit(text, out var pair)) return call.Misuse("--set takes path=value.");
            var value = await InputText.ReadValueAsync(call.Terminal, pair.Value, pair.Key, call.Cancellation);
            if (value.Value is null) return call.Refuse(value.Problem);
            settings.Add(new(pair.Key, value.Value));
        }

        var patch = ConfigPatch.Of(settings, out var error);
        return patch is null ? call.Misuse(error!) : await PatchAsync(call, patch);
    }

    private async Task<int> PatchAsync(CommandCall call, string patch)
    {
        var manager = (await call.ConnectAsync()).Manager();
        return ShowChanged(call, await manager.ChangeBot(
            call.Get(bot), new BotWrite { Json = patch, Merge = true, ExpectedRevision = call.Get(revision) }));
    }

    internal static int ShowChanged(CommandCall call, Answer<BotView> answer) =>
        call.Show(answer, view => JsonNode.Parse(view.Json)!, view => call.Terminal.Line($"Changed {view.BotId}, now at revision {view.Revision}."));
}
