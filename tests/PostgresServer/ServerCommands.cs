using System.ComponentModel;
using System.Diagnostics;

namespace MultiBot.PrivatePostgres;

/// <summary>Runs commands as the user who owns the server: ourselves, or «postgres» when we are root, whom PostgreSQL refuses.</summary>
internal static class ServerCommands
{
    // It replaces itself by the command, where runuser would stay in between.
    private static readonly string[] AsPostgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"];

    /// <summary>Runs a command to its end and gives its output.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static async Task<string> RunAsync(IEnumerable<string> command, CancellationToken cancellation)
    {
        using var process = Start(command, start => start.RedirectStandardOutput = start.RedirectStandardError = true);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode == 0)
            return await output;

        throw new InvalidOperationException(
            $"«{string.Join(' ', command)}» ended with {process.ExitCode}: {await output}{await errors}");
    }

    /// <summary>Starts a command with the streams that <paramref name="redirect"/> asks for.</summary>
    public static Process Start(IEnumerable<string> command, Action<ProcessStartInfo> redirect)
    {
        string[] words = Environment.IsPrivilegedProcess ? [.. AsPostgres, .. command] : [.. command];
        // The caller's folder may be closed to the server's user.
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = "/" };
        // PGDATA, PGPORT, PGOPTIONS and the like speak of another server.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);

        redirect(start);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException($"{words[0]} could not be started.", failure);
        }
    }
}
