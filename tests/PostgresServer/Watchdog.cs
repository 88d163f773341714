using System.Diagnostics;

namespace MultiBot.PrivatePostgres;

/// <summary>
/// A shell that ends the server and removes its folder once the pipe we hold is closed: by <see cref="DisposeAsync"/>, or by the kernel
/// when our process dies, however it dies. It has a session of its own, so that a signal to our group passes it by.
/// </summary>
internal sealed class Watchdog(string control, string folder, string data) : IAsyncDisposable
{
    private const string Script = """
        trap '' HUP INT QUIT TERM
        exec >/dev/null 2>&1
        cat
        "$1" stop -D "$3" -m immediate -w
        rm -rf "$2"
        """;

    private readonly Process _shell = ServerCommands.Start(
        ["setsid", "sh", "-c", Script, "watchdog", control, folder, data],
        start => start.RedirectStandardInput = true);

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
