using System.ComponentModel;
using System.Diagnostics;

namespace MultiBot.Client.Input;

/// <summary>The person's own editor: <c>VISUAL</c>, <c>EDITOR</c>, else <c>vi</c>. Words after the first are its arguments.</summary>
internal sealed class ExternalEditor(Func<string, string?> environment) : IEditor
{
    public async Task<bool> EditAsync(string path, CancellationToken cancellation)
    {
        var words = Command().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo(words[0]) { UseShellExecute = false };
        foreach (var word in words.Skip(1).Append(path))
            start.ArgumentList.Add(word);
        try
        {
            using var editor = Process.Start(start);
            if (editor is null) return false;
            await editor.WaitForExitAsync(cancellation);
            return editor.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private string Command()
    {
        foreach (var name in (string[])["VISUAL", "EDITOR"])
        {
            if (environment(name) is { } command && !string.IsNullOrWhiteSpace(command)) return command;
        }

        return "vi";
    }
}
