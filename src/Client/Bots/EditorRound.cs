using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Bots;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Client.Bots;

/// <summary>
/// The whole configuration out to an editor and back. Refused when the bot was changed meanwhile; a refused text is kept, so that
/// nothing typed is lost. The file is readable by its owner only: a new secret may stand in it.
/// </summary>
internal sealed class EditorRound(CommandCall call)
{
    public async Task<int> RunAsync(BotId bot, long? revision)
    {
        var manager = (await call.ConnectAsync()).Manager();
        var before = await manager.GetBot(bot, effective: false);
        if (before.Value is not { } view) return call.Refuse(before.Problem);

        var text = Json.Indent(view.Json);
        var path = Path.Combine(Path.GetTempPath(), $"multibot-{bot}-{Guid.NewGuid():N}.json");
        await WriteAsync(path, text);
        if (!await call.Terminal.Editor.EditAsync(path, call.Cancellation))
        {
            File.Delete(path);
            return call.Fail("The editor could not be started or gave up; nothing was changed. EDITOR names another.");
        }

        return await SendAsync(manager, view, text, path, revision);
    }

    private async Task<int> SendAsync(IManagerGrain manager, BotView view, string before, string path, long? revision)
    {
        var after = await File.ReadAllTextAsync(path, call.Cancellation);
        if (after.Trim() == before.Trim())
        {
            File.Delete(path);
            call.Terminal.Line("Nothing was changed.");
            return ExitCode.Done;
        }

        var sent = false;
        try
        {
            var answer = await manager.ChangeBot(view.BotId, new BotWrite { Json = after, ExpectedRevision = revision ?? view.Revision });
            sent = answer.Value is not null;
            return EditBot.ShowChanged(call, answer);
        }
        finally
        {
            if (sent) File.Delete(path);
            else call.Terminal.ErrorLine($"Your text is kept in {path}.");
        }
    }

    private async Task WriteAsync(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(text.AsMemory(), call.Cancellation);
    }
}
