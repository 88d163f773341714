using System.Globalization;

namespace MultiBot.PrivatePostgres;

/// <summary>The server's temporary folder and what is written into it. It belongs to the server's user and is closed to others.</summary>
internal sealed class ServerFolder(string path)
{
    public string Path { get; } = path;

    public string Data { get; } = System.IO.Path.Combine(path, "data");

    public string Log { get; } = System.IO.Path.Combine(path, "log");

    public static async Task<ServerFolder> MakeAsync(CancellationToken cancellation)
    {
        var template = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "multibot-postgres-XXXXXXXX");
        return new ServerFolder((await ServerCommands.RunAsync(["mktemp", "-d", template], cancellation)).Trim());
    }

    /// <summary>Makes the data folder. The superuser «postgres» comes without a password: so far only the socket lets him in.</summary>
    public Task InitializeAsync(string binaries, CancellationToken cancellation) =>
        ServerCommands.RunAsync(
            [
                System.IO.Path.Combine(binaries, "initdb"), "--no-sync", "--pgdata", Data, "--username", "postgres",
                "--auth-local", "trust", "--auth-host", "scram-sha-256", "--locale", "C.UTF-8", "--encoding", "UTF8",
            ],
            cancellation);

    /// <summary>Appends to postgresql.conf, where the last line of a name wins.</summary>
    public void Configure(int port, PostgresServerOptions options)
    {
        var durable = options.Durable ? "on" : "off";
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={port}", $"unix_socket_directories={Path}", "max_connections=200", "shared_buffers=256MB",
            // Errors reach the client anyway; the file keeps starts, stops and crashes.
            "log_min_messages=log", "log_checkpoints=off",
            $"fsync={durable}", $"synchronous_commit={durable}", $"full_page_writes={durable}",
            .. options.Settings,
        ];
        File.AppendAllLines(System.IO.Path.Combine(Data, "postgresql.conf"), settings.Select(Line));
    }

    /// <summary>The process id of the running postmaster; null when there is none.</summary>
    public int? Postmaster()
    {
        try
        {
            return int.Parse(File.ReadLines(System.IO.Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string Line(string setting)
    {
        var parts = setting.Split('=', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2
            ? $"{parts[0]} = '{parts[1].Trim('\'').Replace("'", "''", StringComparison.Ordinal)}'"
            : throw new ArgumentException($"«{setting}» is no name=value.", nameof(setting));
    }
}
