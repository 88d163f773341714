using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Chats;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Privacy;

namespace MultiBot.Client.Chats;

/// <summary><c>chats export</c>: all that is held of a person, to standard output or into a file only its owner may read.</summary>
internal static class ExportChat
{
    public static Command Create(CommandRunner runner)
    {
        var bot = Ids.Bot();
        var chat = Ids.Chat();
        var file = new Option<string?>("--out") { Description = "Into this file, which must not exist", HelpName = "file" };
        return runner.Command("export", "All that is held of a person, as JSON", RunAsync, bot, chat, file);

        async Task<int> RunAsync(CommandCall call)
        {
            var privacy = (await call.ConnectAsync()).Privacy();
            var begun = await privacy.BeginExport(new ChatKey(call.Get(bot), call.Get(chat)));
            if (begun.Value is not { } head) return call.Refuse(begun.Problem);
            if (call.Get(file) is not { } path)
            {
                using var text = new MemoryStream();
                await privacy.WriteAsync(text, head, call.Terminal.Time.GetUtcNow(), call.Cancellation);
                call.Terminal.Line(System.Text.Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length)));
                return ExitCode.Done;
            }

            try
            {
                await using var to = new FileStream(Path.GetFullPath(path, call.Terminal.WorkingDirectory), OwnerOnly());
                await privacy.WriteAsync(to, head, call.Terminal.Time.GetUtcNow(), call.Cancellation);
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                return call.Fail($"The file can't be written: {Plain.Cell(trouble.Message)}");
            }

            call.Terminal.Line($"Written to {Plain.Cell(path)}.");
            return ExitCode.Done;
        }
    }

    private static FileStreamOptions OwnerOnly()
    {
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return file;
    }
}
